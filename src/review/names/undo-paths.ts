/** Which of the paths that were changed are meant by those a user asks for. */
import { FlightrecError } from '../../model/errors.ts'
import { pathsAbove } from '../../model/path-scope.ts'
import { isWithin, type RawPath, rawToText } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'

/**
 * Returns the files and folders asked for, each of which was changed or holds what was. A path may also be
 * written the way `showPath` shows it, since its bytes may be none that a command line can carry.
 * @throws {FlightrecError} usage
 */
export function matchChanged(
  changed: readonly RawPath[],
  asked: readonly RawPath[],
  name: string,
): RawPath[] {
  return asked.map((path) => {
    if (changed.some((one) => isWithin(path, one))) return path
    const found = path.includes('\\') ? findShown(changed, rawToText(path)) : undefined
    if (found !== undefined) return found
    throw new FlightrecError('usage', `'${showPath(path)}' was not changed by ${name}`, {
      hint: 'Run the undo with --dry-run and without paths to see what was.',
    })
  })
}

function findShown(changed: readonly RawPath[], shown: string): RawPath | undefined {
  for (const path of changed) {
    const found = [path, ...pathsAbove(path)].find((one) => showPath(one) === shown)
    if (found !== undefined) return found
  }
  return undefined
}
