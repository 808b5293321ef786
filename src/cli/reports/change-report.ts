/** `flightrec report` of a snapshot or a range of them. */
import type { KeptNarrative } from '../../model/narrative.ts'
import { diffEventJson } from '../../review/changes/diff-event.ts'
import { changeSides, type DiffSides, readDiffRequest } from '../../review/changes/diff-request.ts'
import { diffSnapshots } from '../../review/changes/snapshot-diff.ts'
import {
  type NarratedSnapshot,
  narratedSnapshots,
} from '../../review/history/narrated-snapshots.ts'
import { narrativeJson } from '../../review/snapshot/narrative-json.ts'
import type { Reading } from '../changes/reading.ts'
import type { ReportContext } from './report-context.ts'
import { changeReportLines } from './report-markdown.ts'

/** Writes the report of what `name` names: a snapshot, a diff, or a range `A..B`. */
export async function writeChangeReport(
  context: ReportContext,
  reading: Reading,
  name: string,
): Promise<void> {
  const { view, snapshots } = reading
  const isRange = name.includes('..')
  const sides = isRange
    ? await readDiffRequest(view, snapshots, [name])
    : await changeSides(view, await snapshots.get(name))
  const isStep = !isRange || sides.from?.commit === sides.to!.parent
  const kept = isStep ? await view.narratives.find(sides.to!.commit) : undefined
  const narrative = context.isRegenerating
    ? await regenerate(context, reading, sides, isStep)
    : kept
  const told = isStep ? [] : await toldWithin(reading, sides)
  const diff = await diffSnapshots(view, sides.from, sides.to!)
  const query = { before: sides.from?.tree, after: sides.to!.tree }
  const facts = { view, query, ...sides, createdMs: sides.to!.time }
  const event = await diffEventJson(diff, facts)
  context.write({
    json: () => ({ ...event, summary: narrativeJson(narrative), summaries: told.map(toldJson) }),
    lines: () => changeReportLines(event, view.repo.root, sides, narrative, told),
  })
}

async function toldWithin(reading: Reading, { from, to }: DiffSides): Promise<NarratedSnapshot[]> {
  const range = { sinceMs: from?.time ?? 0, untilMs: to!.time }
  return await narratedSnapshots(reading.view, range, ({ commit }) => commit !== from?.commit)
}

export function toldJson({ snapshot, narrative }: NarratedSnapshot) {
  return { snapshot_id: snapshot.id, ...narrativeJson(narrative)! }
}

async function regenerate(
  context: ReportContext,
  { view }: Reading,
  { from, to }: DiffSides,
  isStep: boolean,
): Promise<KeptNarrative | undefined> {
  const { keepNow, narrateNow } = await import('../recording/narrate-now.ts')
  const { root } = view.repo
  const sides = { from, to: to! }
  const narrative = await narrateNow(context, root, (narrator) =>
    narrator.narrateChange(view.repo, view.reader, sides, context.signal),
  )
  const { gitDir } = view
  if (!narrative) context.out.talk('no content changed, so there is nothing to tell')
  else if (isStep) await keepNow(context, [root], { gitDir, commit: to!.commit, narrative })
  else context.out.talk('the narrative of a range is shown, and not kept')
  return narrative
}
