/**
 * Gathers what one snapshot changes, path by path, while the state is brought up to date. The first snapshot
 * of a root changes everything: then nothing is listed.
 */
import type { Change, ChangeType, Side } from '../../model/change.ts'
import type { Oid } from '../../model/oid.ts'
import { joinRaw, type RawPath } from '../../model/raw-path.ts'
import type { FolderAttributes, RecordedEntry, RecordedFolder } from './recorded-state.ts'

/** What a path held before: an entry, or the attributes of a folder that only changed those. */
export type Former = RecordedEntry | FolderAttributes

export class ChangeLog {
  readonly #isFirst: boolean
  readonly #sides = new Map<RawPath, { before?: Side | undefined; after?: Side }>()
  readonly #former = new Map<RawPath, Former>()
  readonly #newFolders = new Map<RawPath, RecordedFolder>()
  readonly #goneFolders = new Map<RawPath, RecordedFolder>()
  readonly #oidsBefore = new Set<Oid>()

  constructor(isFirst: boolean) {
    this.#isFirst = isFirst
  }

  /** A path holds something new, or the same with other attributes; `former` is what stood there. */
  changed(before: Side | undefined, after: Side, former?: Former): void {
    if (this.#isFirst) return
    const known = this.#sides.get(after.path)
    if (!known && former) this.#former.set(after.path, former)
    const first = known?.before ?? before
    if (first?.oid) this.#oidsBefore.add(first.oid)
    this.#sides.set(after.path, { before: first, after })
  }

  /** A path is gone, with all below it. */
  removed(path: RawPath, entry: RecordedEntry): void {
    if (entry.kind === 'skipped') return
    if (entry.kind === 'folder' && entry.entries.size > 0) {
      this.#goneFolders.set(path, entry)
      for (const [name, below] of entry.entries) this.removed(joinRaw(path, name), below)
      return
    }
    const before = sideOf(path, entry)
    if (!this.#sides.has(path)) this.#former.set(path, entry)
    if (before.oid) this.#oidsBefore.add(before.oid)
    this.#sides.set(path, { before })
  }

  /** A folder is new; it counts as a change only when it stays empty. */
  folderAdded(path: RawPath, folder: RecordedFolder): void {
    if (!this.#isFirst) this.#newFolders.set(path, folder)
  }

  /** Content the latest snapshot holds at a path that changed: in the store already, as after a rename. */
  get oidsBefore(): ReadonlySet<Oid> {
    return this.#oidsBefore
  }

  /** Returns what a changed path held before; undefined where there was nothing. */
  formerAt(path: RawPath): Former | undefined {
    return this.#former.get(path)
  }

  /** Returns a folder that went with what was in it. */
  goneFolderAt(path: RawPath): RecordedFolder | undefined {
    return this.#goneFolders.get(path)
  }

  isNewFolder(path: RawPath): boolean {
    return this.#newFolders.has(path)
  }

  /** Returns the changes sorted by path bytes. */
  changes(): Change[] {
    for (const [path, folder] of this.#newFolders) {
      if (folder.entries.size === 0) this.changed(undefined, { path, mode: folder.mode })
    }
    return [...this.#sides]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, sides]) => ({ type: changeType(sides), ...sides }))
  }
}

/** Returns an entry of the state as one side of a change. */
export function sideOf(path: RawPath, entry: Exclude<RecordedEntry, { kind: 'skipped' }>): Side {
  if (entry.kind === 'folder') return { path, mode: entry.mode }
  return entry.kind === 'file'
    ? { path, oid: entry.oid, mode: entry.stat.mode }
    : { path, mode: entry.stat.mode }
}

function changeType({ before, after }: Pick<Change, 'before' | 'after'>): ChangeType {
  if (!before) return 'added'
  if (!after) return 'removed'
  const isSameContent = before.oid !== undefined && before.oid === after.oid
  const isFolder =
    before.oid === undefined && after.oid === undefined && (after.mode & 0o40000) !== 0
  return isSameContent || isFolder ? 'mode' : 'modified'
}
