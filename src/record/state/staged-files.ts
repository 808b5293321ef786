/** What a restore that was killed has left in a folder, beside the files it was about to put in place. */
import { lstatSync, readdirSync, unlinkSync } from 'node:fs'
import { errnoOf } from '../../model/errors.ts'
import { rawFromBuffer } from '../../model/raw-path.ts'
import { isStaged } from '../../model/staged-name.ts'
import type { FolderHandle } from '../../system/beneath.ts'

/** Removes what can be removed; only for whoever knows that nobody writes there. Follows no link. */
export function removeStagedIn(folder: FolderHandle): void {
  try {
    for (const name of readdirSync(folder.path, 'buffer').map(rawFromBuffer).filter(isStaged)) {
      const place = folder.at(name)
      if (!lstatSync(place).isDirectory()) unlinkSync(place)
    }
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    // What is left there is nobody's harm, and `doctor` finds it.
  }
}
