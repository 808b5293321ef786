/**
 * After an import: what is recorded, and was put down to nobody, is put down to the calls that the transcript has told
 * of. No commit is rewritten; notes on `refs/notes/evidence` say it.
 */
import { findByReflog } from '../../git/history/reflog-search.ts'
import { MAIN, readRef } from '../../git/history/refs.ts'
import { absolutePath, isInFolder } from '../../model/absolute-path.ts'
import { type Change, changedPath } from '../../model/change.ts'
import type { Oid } from '../../model/oid.ts'
import { fsPath, type RawPath } from '../../model/raw-path.ts'
import type { Session } from '../../model/session.ts'
import type { LaterEvidence, Snapshot, SnapshotSpan } from '../../model/snapshot.ts'
import { ctimeOf, momentOf } from '../../record/attribution/change-moment.ts'
import { type PastCall, PastCalls } from '../../record/attribution/past-calls.ts'
import {
  FOUND_WITHIN_MS,
  type PastChange,
  PuttingDownLater,
} from '../../record/attribution/put-down-later.ts'
import type { PutDown } from '../../record/import/import-target.ts'
import { changeEvents } from '../../record/sessions/change-events.ts'
import type { NewEvent } from '../../record/sessions/prepare-event.ts'
import { diffSnapshots } from '../../review/changes/snapshot-diff.ts'
import { readLog } from '../../review/history/log.ts'
import { RepoView } from '../../review/repo/repo-view.ts'
import { listSessions } from '../../review/sessions/session-list.ts'
import type { Home } from '../../store/home/home.ts'
import { listShadowRepos, type ShadowRepo } from '../../store/home/shadow-repos.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import type { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { keepLater } from '../../store/timeline/later-evidence.ts'
import { realPath } from '../../system/real-path.ts'
import { NoteDraft } from './note-draft.ts'

/** The roots, for whoever records them. */
export interface RecordedRoots {
  /** Records what is pending in the root that holds a folder, where it is watched. */
  flushAround(folder: string): Promise<unknown>
  /** Does short work on shadow repos when nobody holds them back. */
  besides<Result>(work: () => Promise<Result>): Promise<Result>
}

interface PutDownPorts {
  home: Home
  reader: SessionsReader
  roots: RecordedRoots
  /** Whether changes are found only by looking now and then. */
  isPolled: boolean
  signal: AbortSignal | undefined
}

type CallingSession = Pick<Session, 'id' | 'agent'>

interface SessionCalls {
  calls: PastCall[]
  /** The folders and files that its events name. */
  places: Set<string>
  /** The changes that it has been told of, by snapshot and path. */
  seen: Set<string>
}

/** One recorded change of a snapshot. */
interface SnapshotChange extends SnapshotSpan {
  change: Change
  /** As it is asked about: both names of a rename. */
  asked: PastChange[]
}

/** `sure` are the calls, by their keys, whose times the transcript has told. */
export async function putDownLater(
  by: CallingSession,
  sure: ReadonlySet<string>,
  ports: PutDownPorts,
): Promise<PutDown> {
  const found: PutDown = { count: 0, events: [] }
  if (sure.size === 0) return found
  const told = await readSessionCalls(by, ports)
  const calls = told.calls.filter((call) => call.isDone && sure.has(call.key))
  if (calls.length === 0) return found
  const places = [...told.places].map(realPath)
  for (const repo of listShadowRepos(ports.home)) {
    if (!places.some((place) => isInFolder(repo.root, place))) continue
    await ports.roots.flushAround(repo.root)
    const { count, events } = await new RootPutDown(by, repo, calls, told.seen, ports).run()
    found.count += count
    found.events.push(...events)
  }
  return found
}

async function readSessionCalls(
  by: CallingSession,
  { home, reader }: PutDownPorts,
): Promise<SessionCalls> {
  const calls = new PastCalls(by)
  const told = { places: new Set<string>(), seen: new Set<string>() }
  for await (const event of readEvents(home, reader, by.id)) {
    const { source, cwd, paths = [], snapshot_after: snapshot = '' } = event
    if (source === 'watch') for (const path of paths) told.seen.add(`${snapshot} ${path}`)
    if (cwd !== undefined) told.places.add(cwd)
    if (event.phase !== undefined) for (const path of paths) told.places.add(path)
    calls.note(event)
  }
  return { ...told, calls: calls.list() }
}

/** What one root holds of a session. */
class RootPutDown {
  readonly #by: CallingSession
  readonly #repo: ShadowRepo
  readonly #calls: readonly PastCall[]
  readonly #seen: ReadonlySet<string>
  readonly #ports: PutDownPorts
  readonly #view: RepoView
  readonly #sinceMs: number
  readonly #untilMs: number

  constructor(
    by: CallingSession,
    repo: ShadowRepo,
    calls: readonly PastCall[],
    seen: ReadonlySet<string>,
    ports: PutDownPorts,
  ) {
    this.#by = by
    this.#repo = repo
    this.#calls = calls
    this.#seen = seen
    this.#ports = ports
    this.#view = new RepoView(repo)
    this.#sinceMs = Math.min(...calls.map(({ start }) => start))
    this.#untilMs = Math.max(...calls.map(({ latestMs }) => latestMs)) + FOUND_WITHIN_MS
  }

  async run(): Promise<PutDown> {
    try {
      if (readRef(this.#repo.gitDir, MAIN) === undefined) return { count: 0, events: [] }
      const changes: SnapshotChange[] = []
      for await (const snapshot of this.#openSnapshots()) {
        changes.push(...(await this.#changesOf(snapshot)))
        this.#ports.signal?.throwIfAborted()
      }
      if (!this.#isAnyDeclared(changes)) return { count: 0, events: [] }
      return await this.#decide(changes, await this.#callsOfOthers())
    } finally {
      this.#view.close()
    }
  }

  /** Yields the snapshots that name nobody, and the first one that was taken when all was over. */
  async *#openSnapshots(): AsyncGenerator<Snapshot> {
    const [sinceMs, untilMs] = [this.#sinceMs, this.#untilMs]
    for await (const entry of readLog(this.#view, { sinceMs, untilMs, reverse: true }))
      if (entry.type === 'snapshot' && isOpen(entry.snapshot)) yield entry.snapshot
    const next = findByReflog(this.#repo.gitDir, MAIN, Math.floor(untilMs / 1000))?.next
    const after = next && (await this.#view.snapshotOf(next))
    if (after && after.time > untilMs && isOpen(after)) yield after
  }

  async #changesOf(after: Snapshot): Promise<SnapshotChange[]> {
    const before = await this.#view.parentOf(after)
    // Where the one between cannot be read, its changes are among these.
    if (!before || before.commit !== after.parent) return []
    const { changes } = await diffSnapshots(this.#view, before, after)
    return changes.map((change) => {
      const asked = touched(change).map(({ path, outcome }) => {
        return this.#pastChange({ before, after }, path, outcome)
      })
      return { before, after, change, asked }
    })
  }

  #pastChange(
    { before, after }: SnapshotSpan,
    path: RawPath,
    outcome: PastChange['outcome'],
  ): PastChange {
    const { root } = this.#repo
    const side = { path, mode: 0 }
    const change: Change = {
      type: 'modified',
      ...(outcome === 'gone' ? { before: side } : { after: side }),
    }
    const ctimeMs = outcome === 'gone' ? undefined : ctimeOf(fsPath(root, path))
    const { time } = momentOf(root, { change, ctimeMs, noticed: undefined }, before.time)
    return {
      path: absolutePath(root, path),
      outcome,
      sinceMs: before.time,
      foundMs: after.time,
      // What has changed since tells nothing of this change.
      ...(time && time.at <= after.time && { atMs: time.at }),
      isWatched: !this.#ports.isPolled && (after.trigger === 'watch' || after.trigger === 'hook'),
    }
  }

  #isAnyDeclared(changes: readonly SnapshotChange[]): boolean {
    const own = new PuttingDownLater(this.#calls)
    return changes.some(({ asked }) => asked.every((one) => own.callsThatDeclared(one).length > 0))
  }

  async #callsOfOthers(): Promise<PastCall[]> {
    const { home, reader } = this.#ports
    const [since, until] = [this.#sinceMs, this.#untilMs].map((ms) => new Date(ms).toISOString())
    const others: PastCall[] = []
    for await (const session of listSessions(home, reader, { onDamaged: () => {} })) {
      const isMeanwhile = session.started <= until! && session.last >= since!
      if (session.id === this.#by.id || !isMeanwhile) continue
      others.push(...(await readSessionCalls(session, this.#ports)).calls)
    }
    return others
  }

  async #decide(changes: readonly SnapshotChange[], others: readonly PastCall[]): Promise<PutDown> {
    const deciding = new PuttingDownLater([...this.#calls, ...others])
    const notes = new Map<Oid, NoteDraft>()
    const events: NewEvent[] = []
    let count = 0
    for (const one of changes) {
      const { after, change, asked } = one
      const note = notes.get(after.commit) ?? new NoteDraft(after)
      notes.set(after.commit, note)
      const names = touched(change).map(({ path }) => path)
      const declared = asked.map((moment) => deciding.callsThatDeclared(moment))
      const isOwn = declared.every((calls) => calls.some(({ by }) => by.id === this.#by.id))
      const isAlone = declared.flat().every(({ by }) => by.id === this.#by.id)
      if (isOwn && !isAlone) note.drop(names)
      if (isOwn && isAlone && note.add(this.#by, declared[0]!, names)) count += 1
      note.cover(names)
      const part = note.partOf(names[0]!)
      if (part?.session === this.#by.id) events.push(...this.#eventsOf(one, part))
    }
    await this.#keep(notes)
    return { count, events }
  }

  /** Returns the event that tells the session of a change, where it has not been told before. */
  #eventsOf({ before, after, change }: SnapshotChange, part: LaterEvidence): NewEvent[] {
    const { root } = this.#repo
    const isSeen = this.#seen.has(`${after.id} ${absolutePath(root, changedPath(change))}`)
    return isSeen ? [] : changeEvents(root, { ...after, call: part.call }, [change], before.id)
  }

  async #keep(drafts: ReadonlyMap<Oid, NoteDraft>): Promise<void> {
    const changed = [...drafts].filter(([, draft]) => draft.isChanged)
    const notes = new Map(changed.map(([commit, draft]) => [commit, draft.note]))
    if (notes.size === 0) return
    const { gitDir } = this.#repo
    const message = `evidence of ${this.#by.id}, put down afterwards`
    await this.#ports.roots.besides(() => keepLater(gitDir, notes, message))
  }
}

/** What the record itself has put down to somebody stays theirs, and what several could have done stays nobody's. */
function isOpen({ evidence, trigger, parent, later }: Snapshot): boolean {
  const isNobodys = evidence === undefined || later !== undefined
  return isNobodys && parent !== undefined && trigger !== 'restore'
}

function touched({ type, before, after }: Change) {
  const gone = type === 'renamed' || !after ? before : undefined
  return [
    ...(after ? [{ path: after.path, outcome: 'there' as const }] : []),
    ...(gone ? [{ path: gone.path, outcome: 'gone' as const }] : []),
  ]
}
