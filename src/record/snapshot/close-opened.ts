/** Gives folders their modes again that an act had opened to write in them, and was killed. */
import { chmodSync, statSync } from 'node:fs'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { type RawPath, rawToText } from '../../model/raw-path.ts'
import type { Act, CutShort } from '../../store/timeline/act.ts'
import { openFolderBeneath } from '../../system/beneath.ts'
import { removeStagedIn } from '../state/staged-files.ts'

/** Closes, deepest first, those that are still as the act left them. Follows no link. */
export function closeOpened(root: string, act: Act): Pick<CutShort, 'closed' | 'open'> {
  let closed = 0
  const open: string[] = []
  for (const [path, mode] of [...act.opened].reverse()) {
    try {
      if (close(root, path, mode, act.paths.get(path)?.mode)) closed += 1
    } catch (error) {
      if (errnoOf(error) === undefined && !(error instanceof FlightrecError)) throw error
      if (errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ENOTDIR') open.push(rawToText(path))
    }
  }
  return { ...(closed > 0 && { closed }), ...(open.length > 0 && { open }) }
}

/** One that the act was to leave open, or that somebody has changed since, is as it should be. */
function close(root: string, path: RawPath, mode: number, wanted: number | undefined): boolean {
  const folder = openFolderBeneath(root, path)
  try {
    const now = statSync(folder.path).mode & 0o7777
    if (now === mode || now !== (mode | 0o700) || now === wanted) return false
    // Later, nobody may.
    removeStagedIn(folder)
    chmodSync(folder.path, mode)
    return true
  } finally {
    folder.close()
  }
}
