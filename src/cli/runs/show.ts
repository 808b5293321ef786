import type { RawPath } from '../../model/raw-path.ts'
import type { SessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { diffEventJson } from '../../review/changes/diff-event.ts'
import { diffSnapshots } from '../../review/changes/snapshot-diff.ts'
import { splitAtPath } from '../../review/names/snapshot-names.ts'
import { eventJson } from '../../review/sessions/session-json.ts'
import { partOf, type StepCall, sessionSnapshots } from '../../review/sessions/session-snapshots.ts'
import { snapshotsMeanwhile } from '../../review/sessions/snapshots-meanwhile.ts'
import { copyFileAt, fileAtJson, findFileAt } from '../../review/snapshot/file-at.ts'
import { readManifest } from '../../review/snapshot/manifest.ts'
import { narrativeJson } from '../../review/snapshot/narrative-json.ts'
import { snapshotJson } from '../../review/snapshot/snapshot-json.ts'
import { changeLine, writeStat } from '../changes/change-lines.ts'
import { writePatch } from '../changes/patch-lines.ts'
import { type Reading, withReading } from '../changes/reading.ts'
import { snapshotBlock, snapshotFacts, snapshotOneLine } from '../changes/snapshot-lines.ts'
import type { showCommand } from '../commands/show.ts'
import type { ContextOf } from '../framework/command.ts'
import { timelineLine } from '../sessions/session-lines.ts'

export async function run(context: ContextOf<typeof showCommand>): Promise<number> {
  return withReading(context, async (reading) => {
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
}

const STEP = /^(sess[A-Za-z0-9_-]*…?)#(\d+)$/

type ShowContext = ContextOf<typeof showCommand>

/** The event, then all that is put down to its call, oldest first. */
async function writeStep(
  context: ShowContext,
  reading: Reading,
  name: string,
  seq: number,
): Promise<void> {
  const { out } = context
  const { sessions, view } = reading
  const id = await sessions.find(name)
  const event = await sessions.event(id, seq)
  const call = await sessions.callOf(id, seq)
  const snapshots = await sessionSnapshots(view, id, call, (lost) => view.noteLost(lost))
  if (out.isJson) {
    out.json(eventJson(event))
  } else {
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
  out.json(await readManifest(view, snapshot, options.sha256))
}

async function writeSnapshot(
  { out, options, rest, signal }: ShowContext,
  { view, nowMs, paths, sessions }: Reading,
  found: Snapshot,
  part?: readonly RawPath[],
): Promise<void> {
  const snapshot = await sessions.withStep(found)
  const limit = part ?? paths(rest)
  const parent = await view.parentOf(snapshot)
  const diff = await diffSnapshots(view, parent, snapshot, limit)
  const query = { before: parent?.tree, after: snapshot.tree, paths: limit }
  const narrative = await view.narratives.find(snapshot.commit)
  if (out.isJson) {
    const facts = { view, query, from: parent, to: snapshot }
    const event = await diffEventJson(diff, { ...facts, createdMs: snapshot.time })
    const { diff_id, from_snapshot_id, changes } = event
    const summary = narrativeJson(narrative)
    return out.json({ ...snapshotJson(snapshot), summary, diff_id, from_snapshot_id, changes })
  }
  out.page()
  for (const line of snapshotBlock(snapshot, nowMs, out.style, narrative?.short)) out.line(line)
  out.line()
  for (const line of snapshotFacts(snapshot, out.style)) out.line(line)
  out.line()
  if (options.stat) {
    await writeStat(out, view, diff.changes)
    return
  }
  for (const change of diff.changes) out.line(`  ${changeLine(change, out.style)}`)
  if (diff.changes.length > 0) out.line()
  await writePatch(out, view, query, diff, signal)
}
