import type { RawPath } from '../../model/raw-path.ts'
import type { SessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { StepCall } from '../../review/sessions/session-snapshots.ts'
import type { Reading } from '../changes/reading.ts'
import { type CommandContext, command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

const STEP = /^(sess[A-Za-z0-9_-]*…?)#(\d+)$/

type ShowContext = CommandContext<{ manifest: boolean; sha256: boolean; stat: boolean }>

export const showCommand = command({
  name: 'show',
  group: 'read',
  summary: 'Show one snapshot: what it is and what changed in it',
  description: `
    With \`SNAPSHOT:PATH\`, writes the bytes of that file as they were recorded, and nothing else.

    A snapshot is named by its id or a unique prefix of it, a prefix of its commit, \`latest\`, a time (the last
    snapshot at or before it), \`SESSION:start\` and \`SESSION:end\`, any of these with \`~N\` for the N-th before
    it, or \`diff-<id>\`. \`SESSION#N\` is a step of a session: the event, and every snapshot put down to it, or,
    where there is none, those that were taken meanwhile and are put down to nobody.`,
  arguments: [
    { name: 'SNAPSHOT', summary: 'What to show; the latest one unless given', optional: true },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Only changes of these files or folders' },
  options: {
    manifest: { type: 'boolean', summary: 'Write the list of all it holds, as JSON' },
    sha256: { type: 'boolean', summary: 'With --manifest: add the SHA-256 of each content' },
    stat: { type: 'boolean', summary: 'Show which paths changed, without the patch' },
  },
  examples: [
    ['flightrec show', 'The last change'],
    ["flightrec show '10m ago:src/lib.rs'", 'A file as it was ten minutes ago'],
    ['flightrec show sess_6a9#8', 'What a step did'],
    ['flightrec show latest --manifest', 'Every file of the latest snapshot, as JSON'],
  ],
  errors: ['no-store', 'incomplete', ...PLACE_ERRORS],
  async run(context) {
    const { withReading } = await import('../changes/reading.ts')
    return withReading(context, async (reading) => {
      const { splitAtPath } = await import('../../review/names/snapshot-names.ts')
      const { name, path } = splitAtPath(context.args[0] ?? 'latest', reading.nowMs)
      const step = STEP.exec(name)
      if (step && path === undefined && !context.options.manifest) {
        await writeStep(context, reading, step[1]!, Number(step[2]))
        return 0
      }
      const snapshot = await reading.snapshots.get(name)
      if (path !== undefined) await writeFileAt(context, reading, snapshot, path)
      else if (context.options.manifest) await writeManifest(context, reading, snapshot)
      else await writeSnapshot(context, reading, snapshot)
      return 0
    })
  },
})

/** The event, then all that is put down to its call, oldest first. */
async function writeStep(
  context: ShowContext,
  reading: Reading,
  name: string,
  seq: number,
): Promise<void> {
  const { out } = context
  const { sessions, view } = reading
  const { partOf, sessionSnapshots } = await import('../../review/sessions/session-snapshots.ts')
  const id = await sessions.find(name)
  const event = await sessions.event(id, seq)
  const call = await sessions.callOf(id, seq)
  const snapshots = await sessionSnapshots(view, id, call, (lost) => view.noteLost(lost))
  if (out.isJson) {
    const { eventJson } = await import('../../review/sessions/session-json.ts')
    out.json(eventJson(event))
  } else {
    const { timelineLine } = await import('../sessions/session-lines.ts')
    out.page()
    out.line(timelineLine(event, out.style))
    if (snapshots.length === 0) await writeMeanwhile(context, reading, id, call)
  }
  for (const snapshot of snapshots.reverse()) {
    if (!out.isJson) out.line()
    const part = partOf(snapshot, id, call)
    await writeSnapshot(context, reading, snapshot, part === 'all' ? undefined : [...part])
  }
}

/** Says what else was recorded while a call went on to which nothing is put down. */
async function writeMeanwhile(
  { out }: ShowContext,
  { view, sessions, nowMs }: Reading,
  id: SessionId,
  { events }: StepCall,
): Promise<void> {
  const { snapshotsMeanwhile } = await import('../../review/sessions/snapshots-meanwhile.ts')
  const { snapshotOneLine } = await import('../changes/snapshot-lines.ts')
  const [begin, end] = [
    await sessions.event(id, events[0]!),
    await sessions.event(id, events.at(-1)!),
  ]
  const found = await snapshotsMeanwhile(view, begin, end)
  out.line('  nothing recorded is put down to it')
  if (found.length === 0) return
  out.line('  while it went on, and put down to nobody:')
  for (const snapshot of found) out.line(`    ${snapshotOneLine(snapshot, nowMs, out.style)}`)
}

async function writeFileAt(
  { out }: ShowContext,
  { view, paths }: Reading,
  snapshot: Snapshot,
  typed: string,
): Promise<void> {
  const { copyFileAt, fileAtJson, findFileAt } = await import('../../review/snapshot/file-at.ts')
  const file = await findFileAt(view, snapshot, paths([typed])![0]!)
  if (out.isJson) return out.json(await fileAtJson(view, snapshot, file))
  await copyFileAt(view, file, async (piece) => {
    out.bytes(piece)
    await out.drain()
  })
}

async function writeManifest(
  { out, options }: ShowContext,
  { view }: Reading,
  snapshot: Snapshot,
): Promise<void> {
  const { readManifest } = await import('../../review/snapshot/manifest.ts')
  out.json(await readManifest(view, snapshot, options.sha256))
}

async function writeSnapshot(
  { out, options, rest, signal }: ShowContext,
  { view, nowMs, paths, sessions }: Reading,
  found: Snapshot,
  part?: readonly RawPath[],
): Promise<void> {
  const snapshot = await sessions.withStep(found)
  const { diffSnapshots } = await import('../../review/changes/snapshot-diff.ts')
  const limit = part ?? paths(rest)
  const parent = await view.parentOf(snapshot)
  const diff = await diffSnapshots(view, parent, snapshot, limit)
  const query = { before: parent?.tree, after: snapshot.tree, paths: limit }
  const narrative = await view.narratives.find(snapshot.commit)
  if (out.isJson) {
    const { narrativeJson } = await import('../../review/snapshot/narrative-json.ts')
    const { snapshotJson } = await import('../../review/snapshot/snapshot-json.ts')
    const { diffEventJson } = await import('../../review/changes/diff-event.ts')
    const facts = { view, query, from: parent, to: snapshot }
    const event = await diffEventJson(diff, { ...facts, createdMs: snapshot.time })
    const { diff_id, from_snapshot_id, changes } = event
    const summary = narrativeJson(narrative)
    return out.json({ ...snapshotJson(snapshot), summary, diff_id, from_snapshot_id, changes })
  }
  const { snapshotBlock, snapshotFacts } = await import('../changes/snapshot-lines.ts')
  const { changeLine, statLines } = await import('../changes/change-lines.ts')
  out.page()
  for (const line of snapshotBlock(snapshot, nowMs, out.style, narrative?.short)) out.line(line)
  out.line()
  for (const line of snapshotFacts(snapshot, out.style)) out.line(line)
  out.line()
  if (options.stat) {
    for (const line of statLines(diff.changes, out.columns, out.style)) out.line(line)
    return
  }
  for (const change of diff.changes) out.line(`  ${changeLine(change, out.style)}`)
  if (diff.changes.length > 0) out.line()
  const { writePatch } = await import('../changes/patch-lines.ts')
  await writePatch(out, view, query, diff, signal)
}
