/** `show`: a snapshot and what it changed, one file of it, its manifest, or a step of a session. */
import type { DiffQuery } from '../../git/compare/diff.ts'
import type { KeptNarrative } from '../../model/narrative.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { SessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { readOwnChange, type SnapshotDiff } from '../changes/snapshot-diff.ts'
import { diffJson } from '../json/diff.ts'
import { fileJson } from '../json/file.ts'
import { manifestJson } from '../json/manifest.ts'
import { narrativeJson } from '../json/narrative.ts'
import { eventJson } from '../json/session.ts'
import { snapshotJson } from '../json/snapshot.ts'
import { splitAtPath } from '../names/snapshot-names.ts'
import { partOf, type StepCall, sessionSnapshots } from '../sessions/session-snapshots.ts'
import { type FileAt, findFileAt } from '../snapshot/file-at.ts'
import type { Reading } from './reading.ts'

interface ShowRequest {
  /** As typed: a snapshot, `S:PATH`, or `<session>#<seq>`. */
  name: string
  manifest: boolean
  /** With the manifest: the SHA-256 of each content. */
  sha256: boolean
  /** As typed: limits what is shown of a snapshot's changes. */
  paths: readonly string[]
}

/** What a name turned out to mean. */
type Shown =
  | {
      kind: 'step'
      event: StoredEvent
      session: SessionId
      call: StepCall
      /** What is put down to its call, oldest first; `paths` limits it to a part of a snapshot. */
      parts: { snapshot: Snapshot; paths: readonly RawPath[] | undefined }[]
    }
  | { kind: 'file'; snapshot: Snapshot; file: FileAt }
  | { kind: 'manifest'; snapshot: Snapshot }
  | { kind: 'snapshot'; snapshot: Snapshot }

export type ShownStep = Shown & { kind: 'step' }

/** A snapshot with what it changed, and what was told of it. */
interface ShownSnapshot {
  snapshot: Snapshot
  parent: Snapshot | undefined
  diff: SnapshotDiff
  query: DiffQuery
  narrative: KeptNarrative | undefined
}

const STEP = /^(sess[A-Za-z0-9_-]*…?)#(\d+)$/

/** @throws {FlightrecError} unknown-snapshot, unknown-session, usage, … */
export async function findShown(
  reading: Reading,
  request: Pick<ShowRequest, 'name' | 'manifest'>,
): Promise<Shown> {
  const { name, path } = splitAtPath(request.name, reading.nowMs)
  const step = STEP.exec(name)
  if (step && path === undefined && !request.manifest)
    return await findStep(reading, step[1]!, Number(step[2]))
  const snapshot = await reading.snapshots.get(name)
  if (path !== undefined) {
    const file = await findFileAt(reading.view, snapshot, reading.paths([path])![0]!)
    return { kind: 'file', snapshot, file }
  }
  return { kind: request.manifest ? 'manifest' : 'snapshot', snapshot }
}

async function findStep(
  { sessions, view }: Reading,
  name: string,
  seq: number,
): Promise<ShownStep> {
  const session = await sessions.find(name)
  const event = await sessions.event(session, seq)
  const call = await sessions.callOf(session, seq)
  const snapshots = await sessionSnapshots(view, session, call, (lost) => view.noteLost(lost))
  const parts = snapshots.reverse().map((snapshot) => {
    const part = partOf(snapshot, session, call)
    return { snapshot, paths: part === 'all' ? undefined : [...part] }
  })
  return { kind: 'step', event, session, call, parts }
}

export async function readShownSnapshot(
  { view, sessions }: Reading,
  found: Snapshot,
  paths: readonly RawPath[] | undefined,
): Promise<ShownSnapshot> {
  const snapshot = await sessions.withStep(found)
  const change = await readOwnChange(view, snapshot, paths)
  return { snapshot, ...change, narrative: await view.narratives.find(snapshot.commit) }
}

/** Yields one `snapshot`, `file` or `manifest`; of a step its `event`, then each `snapshot` put down to its call. */
export async function* answerShow(reading: Reading, request: ShowRequest) {
  const shown = await findShown(reading, request)
  const limit = () => reading.paths(request.paths)
  const { view } = reading
  if (shown.kind === 'step') {
    yield eventJson(shown.event)
    for (const { snapshot, paths } of shown.parts)
      yield await shownJson(reading, await readShownSnapshot(reading, snapshot, paths ?? limit()))
  } else if (shown.kind === 'file') yield await fileJson(view, shown.snapshot, shown.file)
  else if (shown.kind === 'manifest') yield await manifestJson(view, shown.snapshot, request.sha256)
  else yield await shownJson(reading, await readShownSnapshot(reading, shown.snapshot, limit()))
}

async function shownJson({ view }: Reading, shown: ShownSnapshot) {
  const { snapshot, parent, diff, query, narrative } = shown
  const facts = { view, query, from: parent, to: snapshot, createdMs: snapshot.time }
  const { diff_id, from_snapshot_id, changes } = await diffJson(diff, facts)
  const summary = narrativeJson(narrative)
  return { ...snapshotJson(snapshot), summary, diff_id, from_snapshot_id, changes }
}
