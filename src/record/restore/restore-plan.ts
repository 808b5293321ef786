/** What a restore would do: compares a snapshot with what is on disk, and with what is recorded of that. */
import { setImmediate as breathe } from 'node:timers/promises'
import { errnoOf, isDenied } from '../../model/errors.ts'
import type { PathScope } from '../../model/path-scope.ts'
import { joinRaw, parentRaw, type RawPath, rawFromText } from '../../model/raw-path.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'
import type { RecordedNode, RecordedTree } from '../../store/timeline/recorded-tree.ts'
import { foldedTwins } from './folded-names.ts'
import { type ContentHashes, FolderCursor, listNames, look, type Seen } from './on-disk.ts'
import { type ConflictReason, Safeguard, type WillRecord } from './safeguard.ts'

export interface Conflict {
  path: RawPath
  reason: ConflictReason
}

export interface NotRestorable {
  path: RawPath
  reason: SkipReason | 'name-collision' | 'owner' | 'failed'
  /** What the system said, or the name it collides with. */
  detail?: string
}

/** One thing to do. `seen` is what stands there now; absent: nothing does. */
export type Step =
  | { act: 'write' | 'link'; path: RawPath; node: RecordedNode; seen?: Seen }
  | { act: 'folder'; path: RawPath; node: RecordedNode; seen?: undefined }
  | { act: 'mode'; path: RawPath; node: RecordedNode; seen: Seen }
  | { act: 'remove' | 'remove-folder'; path: RawPath; seen: Seen }

export interface RestorePlan {
  /** In the order to take them: removals, folders from the top, files and links, modes of folders. */
  steps: Step[]
  /** Files and links that are as they should be. */
  rightCount: number
  /** Recorded now, not in the snapshot, and left where they are. */
  kept: RawPath[]
  conflicts: Conflict[]
  notRestorable: NotRestorable[]
  /** Restored as recorded, but they were changing while they were recorded. */
  torn: RawPath[]
  /** Unrecorded content that `--force` gives up for good. */
  lost: RawPath[]
  /** Whether something is shut to us and first gets its mode back; then there is more to plan. */
  isShut: boolean
}

export interface PlanRequest {
  /** Absent: a folder yet to be made, with nothing in it. */
  root: string | undefined
  target: RecordedTree
  /** What is recorded of the root as it is now; absent: nothing is. */
  recorded?: RecordedTree | undefined
  /** What to restore. */
  scope: PathScope
  /** Also remove what is recorded now and not in the target. */
  remove: boolean
  force: boolean
  /** Given while `recorded` is older than what is on disk, and a safety snapshot is still to come. */
  willRecord?: WillRecord | undefined
  /** Leaves the root's own mode alone. */
  keepRootMode: boolean
  /** Whether names differing in case, or in how an accent is written, are one name here. */
  foldsNames: boolean
  /** Of what was recorded without an owner. */
  owner: { uid: number; gid: number }
  hashes: ContentHashes
  signal?: AbortSignal | undefined
}

const ORDER = { remove: 0, 'remove-folder': 0, folder: 1, write: 2, link: 2, mode: 2 } as const
const GONE_ANYWAY: readonly SkipReason[] = ['vanished', 'moved']
const SPECIAL: readonly SkipReason[] = ['fifo', 'socket', 'device', 'pseudo-filesystem']

/** @throws {FlightrecError} bad-root, when the root is not there or reached through a link. */
export async function planRestore(request: PlanRequest): Promise<RestorePlan> {
  const planner = new Planner(request)
  try {
    await planner.visit(rawFromText(''), request.target, request.recorded)
  } finally {
    planner.cursor.close()
  }
  const { plan } = planner
  const folderModes = planner.folderModes.reverse()
  plan.steps = [...plan.steps.sort((a, b) => ORDER[a.act] - ORDER[b.act]), ...folderModes]
  return plan
}

class Planner {
  readonly cursor: FolderCursor
  readonly folderModes: Step[] = []
  readonly plan: RestorePlan = {
    steps: [],
    rightCount: 0,
    kept: [],
    conflicts: [],
    notRestorable: [],
    torn: [],
    lost: [],
    isShut: false,
  }
  readonly #request: PlanRequest
  readonly #safeguard: Safeguard

  constructor(request: PlanRequest) {
    this.#request = request
    this.cursor = new FolderCursor(request.root ?? '/')
    this.#safeguard = new Safeguard(this.cursor, request.hashes, request.willRecord)
  }

  async visit(
    path: RawPath,
    target: RecordedTree | undefined,
    recorded: RecordedTree | undefined,
  ): Promise<void> {
    const seen = this.#look(path)
    if (seen === 'unreadable') return
    if (!target) return await this.#visitLeftover(path, recorded, seen)
    if (target.kind === 'folder') return await this.#visitFolder(path, target, recorded, seen)
    if (target.kind === 'file' || target.kind === 'link')
      this.#visitContent(path, target, recorded, seen)
    else this.#visitUnheld(path, target, recorded, seen)
  }

  #look(path: RawPath): Seen | undefined | 'unreadable' {
    if (this.#request.root === undefined) return undefined
    try {
      return look(this.cursor, path)
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      this.#reportShut(parentRaw(path))
      return 'unreadable'
    }
  }

  /** Says once of a folder that we may not look into it. */
  #reportShut(path: RawPath): void {
    if (this.plan.conflicts.at(-1)?.path === path) return
    this.plan.conflicts.push({ path, reason: 'unreadable' })
  }

  async #visitFolder(
    path: RawPath,
    target: RecordedTree,
    recorded: RecordedTree | undefined,
    seen: Seen | undefined,
  ): Promise<void> {
    await breathe()
    this.#request.signal?.throwIfAborted()
    if (seen?.kind === 'folder') {
      const skip = path === '' && this.#request.keepRootMode
      if (this.#request.scope.covers(path) && !skip) this.#adjust(path, target, recorded, seen)
      if (this.#isOpening(path)) return
    } else {
      if (seen && !this.#request.scope.covers(path)) {
        this.plan.conflicts.push({ path, reason: 'not-a-folder' })
        return
      }
      if (seen && !this.#clear(path, seen, recorded)) return
      if (path !== '') this.plan.steps.push({ act: 'folder', path, node: target })
    }
    const children = target.children ?? new Map<RawPath, RecordedTree>()
    const twins = this.#request.foldsNames ? foldedTwins([...children.keys()]) : new Map()
    for (const [name, child] of children) {
      const below = joinRaw(path, name)
      const twin = twins.get(name)
      if (twin === undefined) await this.visit(below, child, recorded?.children?.get(name))
      else this.plan.notRestorable.push({ path: below, reason: 'name-collision', detail: twin })
    }
    for (const [name, child] of this.#safeguard.recordedNames(path, seen, recorded)) {
      if (!children.has(name)) await this.visit(joinRaw(path, name), undefined, child)
    }
  }

  /** Whether a folder that we cannot look into is about to be opened by its recorded mode. */
  #isOpening(path: RawPath): boolean {
    const step = this.folderModes.at(-1)
    if (step?.path !== path || step.act !== 'mode' || (step.node.mode & 0o500) !== 0o500)
      return false
    try {
      listNames(this.cursor, path)
      return false
    } catch (error) {
      if (!isDenied(errnoOf(error))) throw error
      this.plan.isShut = true
      return true
    }
  }

  /** A recorded file or link, whose content the store holds. */
  #visitContent(
    path: RawPath,
    target: RecordedTree,
    recorded: RecordedTree | undefined,
    seen: Seen | undefined,
  ): void {
    if (target.reason === 'torn') this.plan.torn.push(path)
    const act = target.kind === 'link' ? 'link' : 'write'
    if (seen?.kind === target.kind && this.#hash(path, seen) === target.oid) {
      this.plan.rightCount += 1
      this.#adjust(path, target, recorded, seen)
    } else if (seen && seen.mode !== target.mode && this.#safeguard.isShut(path, seen, recorded)) {
      this.plan.isShut = true
      this.#adjust(path, target, recorded, seen)
    } else if (seen?.kind === 'folder') {
      if (this.#clear(path, seen, recorded)) this.plan.steps.push({ act, path, node: target })
    } else if (!seen) {
      this.plan.steps.push({ act, path, node: target })
    } else if (this.#mayLose(path, seen, recorded)) {
      this.plan.steps.push({ act, path, node: target, seen })
    }
  }

  /** Something of which no content is held: it can only be said whether it is still there. */
  #visitUnheld(
    path: RawPath,
    target: RecordedTree,
    recorded: RecordedTree | undefined,
    seen: Seen | undefined,
  ): void {
    if (target.kind === 'large') {
      const same =
        seen?.kind === 'file' &&
        seen.sizeBytes === target.sizeBytes &&
        target.sha256 !== undefined &&
        this.#request.hashes.sha256(this.cursor, path, seen) === target.sha256
      if (same) this.plan.rightCount += 1
      if (same) this.#adjust(path, target, recorded, seen)
      else this.plan.notRestorable.push({ path, reason: 'too-large' })
      return
    }
    const reason = target.reason ?? 'io-error'
    if (GONE_ANYWAY.includes(reason) || (seen && SPECIAL.includes(reason))) return
    this.plan.notRestorable.push({ path, reason })
  }

  /** Something recorded now that the target does not have. */
  async #visitLeftover(
    path: RawPath,
    recorded: RecordedTree | undefined,
    seen: Seen | undefined,
  ): Promise<void> {
    if (!seen || !this.#request.scope.covers(path)) return
    if (!this.#safeguard.isRecorded(path, seen, recorded)) return
    const below = this.#safeguard.recordedNames(path, seen, recorded)
    for (const [name, child] of below) await this.visit(joinRaw(path, name), undefined, child)
    if (!this.#request.remove || recorded?.kind === 'skipped') {
      if (below.size === 0) this.plan.kept.push(path)
    } else if (this.#mayLose(path, seen, recorded)) {
      const act = seen.kind === 'folder' ? 'remove-folder' : 'remove'
      this.plan.steps.push({ act, path, seen })
    }
  }

  /** Plans a change of mode or owner where that differs. */
  #adjust(
    path: RawPath,
    target: RecordedTree,
    recorded: RecordedTree | undefined,
    seen: Seen,
  ): void {
    const { owner } = this.#request
    const sameOwner =
      seen.uid === (target.uid ?? owner.uid) && seen.gid === (target.gid ?? owner.gid)
    const sameMode = seen.mode === target.mode || seen.kind === 'link'
    if (sameOwner && sameMode) return
    const reason = this.#safeguard.whyKeepMode(path, seen, recorded)
    if (reason && !this.#request.force) {
      this.plan.conflicts.push({ path, reason })
      return
    }
    const step = { path, node: target, seen }
    if (seen.kind === 'folder') this.folderModes.push({ act: 'mode', ...step })
    // A hard link may lead outside the root: a new file is made instead of changing the one it shares.
    else if (seen.hardLinks > 1 && target.kind === 'file')
      this.plan.steps.push({ act: 'write', ...step })
    else this.plan.steps.push({ act: 'mode', ...step })
  }

  /** Plans to remove whatever is at `path`, all of it or, when any of it could not be brought back, nothing. */
  #clear(path: RawPath, seen: Seen, recorded: RecordedTree | undefined): boolean {
    const steps: Step[] = []
    const removable = (at: RawPath, there: Seen, known: RecordedTree | undefined): boolean => {
      let all = true
      for (const name of there.kind === 'folder' ? this.#names(at) : []) {
        const below = joinRaw(at, name)
        const found = this.#look(below)
        if (found === 'unreadable') all = false
        else if (found && !removable(below, found, known?.children?.get(name))) all = false
      }
      if (!all || !this.#mayLose(at, there, known)) return false
      steps.push({
        act: there.kind === 'folder' ? 'remove-folder' : 'remove',
        path: at,
        seen: there,
      })
      return true
    }
    if (!removable(path, seen, recorded)) return false
    this.plan.steps.push(...steps)
    return true
  }

  #names(path: RawPath): RawPath[] {
    try {
      return listNames(this.cursor, path)
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      this.#reportShut(path)
      return []
    }
  }

  /** Whether what is at `path` may go: it is recorded just so, or `--force` gives it up. */
  #mayLose(path: RawPath, seen: Seen, recorded: RecordedTree | undefined): boolean {
    const reason = this.#safeguard.whyKeep(path, seen, recorded)
    if (reason === undefined) return true
    if (!this.#request.force) this.plan.conflicts.push({ path, reason })
    else if (seen.kind !== 'folder') this.plan.lost.push(path)
    return this.#request.force
  }

  #hash(path: RawPath, seen: Seen): string | undefined {
    return this.#request.hashes.blob(this.cursor, path, seen)
  }
}
