/**
 * Takes changes of a state that is up to date out of it again, and puts them back group by group, so that each
 * group can be stored as a snapshot of its own.
 */
import { type Change, changedPath } from '../../model/change.ts'
import { baseRaw, parentRaw, type RawPath } from '../../model/raw-path.ts'
import type { ChangeLog, Former } from '../state/change-log.ts'
import { type FolderAttributes, RecordedFolder } from '../state/recorded-state.ts'

/** Whether each path can be taken out by itself: nowhere has a file taken the place of a folder, or the reverse. */
export function canSplit(changes: readonly Change[], log: ChangeLog): boolean {
  const paths = new Set(changes.map(changedPath))
  if (paths.has('' as RawPath)) return false
  for (const path of paths) {
    for (let above = parentRaw(path); above !== ''; above = parentRaw(above)) {
      // A folder with new attributes may hold changes too.
      if (paths.has(above) && log.formerAt(above)?.kind !== 'attributes') return false
    }
  }
  return true
}

/** The state of a root while the changes of a snapshot are put into it in groups. */
export class SplitState {
  readonly #top: RecordedFolder
  readonly #log: ChangeLog
  readonly #latter = new Map<RawPath, Former | undefined>()
  /** New folders that are taken out with all that is in them. */
  readonly #outside = new Map<RawPath, RecordedFolder>()

  /** Takes all of `changes` out of the state below `top`. */
  constructor(top: RecordedFolder, log: ChangeLog, changes: readonly Change[]) {
    this.#top = top
    this.#log = log
    for (const path of changes.map(changedPath)) {
      const former = log.formerAt(path)
      this.#latter.set(
        path,
        former?.kind === 'attributes' ? this.#attributes(path) : this.#top.at(path),
      )
      this.#put(path, former)
    }
  }

  /** Puts some of the changes back. */
  apply(changes: readonly Change[]): void {
    for (const path of changes.map(changedPath)) this.#put(path, this.#latter.get(path))
  }

  #put(path: RawPath, entry: Former | undefined): void {
    if (entry?.kind === 'attributes') {
      const folder = this.#top.at(path)
      if (folder?.kind === 'folder') folder.takeAttributes(entry)
      return
    }
    if (entry) {
      this.#folder(parentRaw(path)).set(baseRaw(path), entry)
      return
    }
    const parent = this.#top.at(parentRaw(path))
    if (parent?.kind !== 'folder') return
    parent.delete(baseRaw(path))
    this.#leave(parentRaw(path), parent)
  }

  /** A folder that is there only for what changed goes with the last of it. */
  #leave(path: RawPath, folder: RecordedFolder): void {
    if (path === '' || folder.entries.size > 0) return
    const isNew = this.#log.isNewFolder(path)
    if (!isNew && !this.#log.goneFolderAt(path)) return
    if (isNew) this.#outside.set(path, folder)
    folder.parent!.delete(baseRaw(path))
    this.#leave(parentRaw(path), folder.parent!)
  }

  /** Returns the folder at `path`; one that is outside now, or gone, comes back. */
  #folder(path: RawPath): RecordedFolder {
    const known = this.#top.at(path)
    if (known?.kind === 'folder') return known
    const parent = this.#folder(parentRaw(path))
    const gone = this.#log.goneFolderAt(path)
    const folder = this.#outside.get(path) ?? new RecordedFolder(parent, gone!)
    if (gone && !this.#outside.has(path)) folder.isKeptEmpty = gone.isKeptEmpty
    parent.set(baseRaw(path), folder)
    return folder
  }

  #attributes(path: RawPath): FolderAttributes | undefined {
    const folder = this.#top.at(path)
    if (folder?.kind !== 'folder') return undefined
    const { mode, uid, gid } = folder
    return { kind: 'attributes', mode, uid, gid }
  }
}
