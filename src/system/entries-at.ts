import { type Dirent, readdirSync } from 'node:fs'
import { errnoOf } from '../model/errors.ts'
import { joinRaw, type RawPath, rawFromBuffer } from '../model/raw-path.ts'
import { openPlace, type Place } from './place.ts'

/** What stands in a folder of a root. */
export interface EntryAt {
  /** Relative to the root. */
  path: RawPath
  entry: Dirent<Buffer>
}

/** Lists a folder below `root`, whatever its names; nothing where it is gone or cannot be listed. */
export function entriesAt(root: string, folder: RawPath): EntryAt[] {
  let place: Place | undefined
  try {
    place = openPlace(root, folder)
    const entries = readdirSync(place.path, { withFileTypes: true, encoding: 'buffer' })
    return entries.map((entry) => ({ path: joinRaw(folder, rawFromBuffer(entry.name)), entry }))
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return []
  } finally {
    place?.close()
  }
}
