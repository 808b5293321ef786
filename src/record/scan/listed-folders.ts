/**
 * Remembers when the folders of one scan were listed. A thing moved from a folder not yet listed to one listed
 * already is seen in neither; both folders were written to meanwhile, so those are looked at again.
 */
import { lstatSync } from 'node:fs'
import { fsPath, type RawPath } from '../../model/raw-path.ts'
import { now } from '../../system/clock.ts'
import type { RecordedFolder } from '../state/recorded-state.ts'

/** A folder of the recorded state and its path. */
export interface FolderAt {
  folder: RecordedFolder
  path: RawPath
}

interface Listing extends FolderAt {
  atMs: number
}

/** Times of files may lag behind the clock by so much. */
const TICK_MS = 20

export class ListedFolders {
  readonly #root: string
  readonly #listings = new Map<RawPath, Listing>()
  #isMissing = false

  constructor(root: string) {
    this.#root = root
  }

  has({ folder, path }: FolderAt): boolean {
    return this.#listings.get(path)?.folder === folder
  }

  /** Called right before a folder is listed. */
  note(folder: RecordedFolder, path: RawPath): void {
    this.#listings.set(path, { folder, path, atMs: now() })
  }

  /** Something known, or just listed, was not there: it may have been moved rather than removed. */
  noteMissing(): void {
    this.#isMissing = true
  }

  /** When something was missing, returns the folders written to since, or right before, they were listed. */
  takeWrittenTo(): FolderAt[] {
    if (!this.#isMissing) return []
    this.#isMissing = false
    return [...this.#listings.values()].filter(({ path, atMs }) => {
      return writtenMs(fsPath(this.#root, path)) >= atMs - TICK_MS
    })
  }
}

/** When names of the folder last changed; 0 when it is gone, which its parent tells. */
function writtenMs(place: string | Buffer): number {
  try {
    return lstatSync(place, { throwIfNoEntry: false })?.mtimeMs ?? 0
  } catch {
    // Not reachable, or its path too long: the listing has said so, or stands as it is.
    return 0
  }
}
