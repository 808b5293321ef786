/** What a recorder does about the act of its root: leaves it alone while it lasts, then records it whole. */
import type { Change } from '../../model/change.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import {
  type Act,
  ActReader,
  type CutShort,
  removeAct,
  removeCutShort,
  writeCutShort,
} from '../../store/timeline/act.ts'
import { cutShortBy, isHeldBy, isOver } from './act-changes.ts'
import { closeOpened } from './close-opened.ts'
import type { SnapshotRequest, SnapshotResult } from './snapshot-request.ts'

/** A look at the root beside an act, or after it. */
export interface ActLook {
  request: SnapshotRequest
  /** Paths that are left as they are recorded: the act writes there. */
  isHeld?: (path: RawPath) => boolean
  /** To be recorded now. */
  act?: Act | undefined
}

export class ActRecord {
  readonly #gitDir: string
  readonly #root: string
  readonly #reader: ActReader
  #folders: Pick<CutShort, 'closed' | 'open'> = {}

  constructor({ gitDir, root }: ShadowRepo) {
    this.#gitDir = gitDir
    this.#root = root
    this.#reader = new ActReader(gitDir)
  }

  /** Says how the look that is asked for is to be made. */
  look(request: SnapshotRequest): ActLook {
    const act = this.#reader.read()
    if (!act) return { request }
    if (!isOver(this.#gitDir, act, request.trigger)) {
      return { request, isHeld: (path) => isHeldBy(act, path) }
    }
    this.#folders = closeOpened(this.#root, act)
    // All of it, and by whoever asks: what others did meanwhile is not the restore's.
    const { paths: _paths, mayPostpone: _may, youngMs: _young, message, ...everything } = request
    const isOwn = request.trigger === 'restore'
    const others = isOwn ? { ...everything, trigger: 'watch' as const } : everything
    return { request: { ...others, message: isOwn ? undefined : message }, act }
  }

  /** Lets go of an act that is recorded; returns what is to be told of one that did not come to its end. */
  finish(act: Act, stored: readonly SnapshotResult[]): CutShort | undefined {
    const done = stored.find(({ snapshot }) => snapshot.trigger === 'restore')
    const cutShort = cutShortBy(act, done?.changes ?? [])
    const told = cutShort && {
      ...cutShort,
      snapshot: done?.snapshot.id,
      ...this.#folders,
    }
    if (told) writeCutShort(this.#gitDir, told)
    else if (act.paths.size > 0) removeCutShort(this.#gitDir)
    removeAct(this.#gitDir)
    return told
  }
}

/** What the snapshot of an act is asked for with. */
export function askedByAct(
  act: Act,
  changes: readonly Change[],
): Pick<SnapshotRequest, 'trigger' | 'message'> {
  const isCut = cutShortBy(act, changes) !== undefined
  return { trigger: 'restore', message: isCut ? `${act.what}, cut short` : act.what }
}
