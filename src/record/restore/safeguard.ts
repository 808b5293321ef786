/** Says whether what stands at a path may be overwritten or removed: only if it can be brought back. */
import { errnoOf } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { RecordedTree } from '../../store/timeline/recorded-tree.ts'
import { type ContentHashes, type FolderCursor, listNames, type Seen } from './on-disk.ts'

/** Why a path is left alone. */
export const CONFLICT_REASONS = {
  unrecorded: 'is in the way and not recorded, so it could not be brought back',
  changed: 'has changed since the safety snapshot',
  'too-large': 'is over the size cap, so its content is not recorded',
  unreadable: 'cannot be read',
  'not-a-folder': 'is no folder now and is not among the paths to restore',
} as const
export type ConflictReason = keyof typeof CONFLICT_REASONS

/** Whether the next snapshot will hold this; asked when what is planned is yet to be recorded. */
export type WillRecord = (path: RawPath, seen: Seen) => boolean

export class Safeguard {
  readonly #cursor: FolderCursor
  readonly #hashes: ContentHashes
  readonly #willRecord: WillRecord | undefined

  /** With `willRecord`, a safety snapshot is still to come; without, it has been taken. */
  constructor(cursor: FolderCursor, hashes: ContentHashes, willRecord: WillRecord | undefined) {
    this.#cursor = cursor
    this.#hashes = hashes
    this.#willRecord = willRecord
  }

  /** Returns why what was seen may not be replaced or removed; undefined when it may. */
  whyKeep(
    path: RawPath,
    seen: Seen,
    recorded: RecordedTree | undefined,
  ): ConflictReason | undefined {
    if (recorded?.kind === 'large') return 'too-large'
    if (this.#willRecord && !this.#isForeseen(path, seen)) return 'unrecorded'
    if (this.isShut(path, seen, recorded)) return 'unreadable'
    if (this.#willRecord) return undefined
    if (!recorded) return 'unrecorded'
    if (recorded.kind === 'skipped')
      return recorded.reason === 'unreadable' ? 'unreadable' : 'unrecorded'
    if (recorded.kind !== seen.kind) return 'changed'
    if (seen.kind !== 'link' && recorded.mode !== seen.mode) return 'changed'
    if (seen.kind === 'folder') return undefined
    return this.#hashes.blob(this.#cursor, path, seen) === recorded.oid ? undefined : 'changed'
  }

  /** Whether a file that was recorded under an earlier mode may not be read now. */
  isShut(path: RawPath, seen: Seen, recorded: RecordedTree | undefined): boolean {
    if (seen.kind !== 'file' || recorded?.kind !== 'file') return false
    return (
      recorded.reason === 'unreadable' && this.#hashes.blob(this.#cursor, path, seen) === undefined
    )
  }

  /** Returns why mode and owner may not be changed, where the content stays as it is. */
  whyKeepMode(
    path: RawPath,
    seen: Seen,
    recorded: RecordedTree | undefined,
  ): ConflictReason | undefined {
    if (this.#willRecord) return this.#isForeseen(path, seen) ? undefined : 'unrecorded'
    if (!recorded || recorded.kind === 'skipped') return 'unrecorded'
    return seen.kind === 'link' || recorded.mode === seen.mode ? undefined : 'changed'
  }

  /** Lists what a folder holds that is, or will be, recorded; a name yet to be recorded has no node. */
  recordedNames(
    path: RawPath,
    seen: Seen | undefined,
    recorded: RecordedTree | undefined,
  ): Map<RawPath, RecordedTree | undefined> {
    const names = new Map<RawPath, RecordedTree | undefined>(recorded?.children)
    if (seen?.kind !== 'folder' || !this.#isForeseen(path, seen)) return names
    try {
      for (const name of listNames(this.#cursor, path)) {
        if (!names.has(name)) names.set(name, undefined)
      }
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      return names // Gone or shut: the safety snapshot will not see more.
    }
    return names
  }

  /** Whether this is recorded, or will be before anything is done. */
  isRecorded(path: RawPath, seen: Seen, recorded: RecordedTree | undefined): boolean {
    return recorded !== undefined || this.#isForeseen(path, seen)
  }

  #isForeseen(path: RawPath, seen: Seen): boolean {
    return seen.kind !== 'other' && (this.#willRecord?.(path, seen) ?? false)
  }
}
