/** Paths that users type, as paths of the root. */
import { dirname, join, resolve } from 'node:path'
import { FlightrecError } from '../../model/errors.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import { realPath } from '../../system/real-path.ts'

/**
 * Returns `path` relative to `root`. It is taken from `folder` when that lies in the root, else from the root;
 * the file need not be there.
 * @throws {FlightrecError} usage, when it lies outside, and when it is empty: a variable that is not set would
 * mean all of the folder.
 */
export function pathInRoot(root: string, folder: string | undefined, path: string): RawPath {
  if (path === '') {
    throw new FlightrecError('usage', 'a path is empty', {
      hint: 'Name a file or folder; `.` is the current one.',
    })
  }
  const real = folder === undefined ? undefined : realPath(folder)
  const from = real !== undefined && relativeTo(root, real) !== undefined ? real : root
  const whole = resolve(from, path)
  // Not through the last name: a recorded link is meant itself.
  const followed = join(realPath(dirname(whole)), whole.slice(whole.lastIndexOf('/') + 1))
  const relative = relativeTo(root, whole) ?? relativeTo(root, followed)
  if (relative !== undefined) return rawFromText(relative)
  throw new FlightrecError('usage', `'${showText(path)}' lies outside ${showText(root)}`, {
    hint: 'Run `flightrec repos` to see what is recorded, and choose with `--root`.',
  })
}

function relativeTo(root: string, path: string): string | undefined {
  if (path === root) return ''
  const prefix = root.endsWith('/') ? root : `${root}/`
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined
}
