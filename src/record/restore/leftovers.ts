/** What a restore that was killed has left beside the files it was about to put in place. */
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { removeStagedIn } from '../state/staged-files.ts'
import { FolderCursor } from './on-disk.ts'

/** Removes it from these folders; only for whoever acts in the root alone. Follows no link. */
export function removeLeftovers(root: string, folders: Iterable<RawPath>): void {
  const cursor = new FolderCursor(root)
  try {
    for (const folder of folders) removeFrom(cursor, folder)
  } finally {
    cursor.close()
  }
}

function removeFrom(cursor: FolderCursor, folder: RawPath): void {
  try {
    removeStagedIn(cursor.enter(folder))
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof FlightrecError)) throw error
    // Not there, or shut to us.
  }
}
