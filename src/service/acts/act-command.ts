/** The command lines that are told beside a restore or an undo: to go on with it, and to take it back. */
import type { RawPath } from '../../model/raw-path.ts'
import { shellWord } from '../../model/shell-word.ts'
import { typablePath } from '../../model/show.ts'

/** Returns a command line that works in any folder, for `paths` of the root or, with none, for all of it. */
export function commandLine(
  words: readonly string[],
  root: string,
  given: readonly string[],
  paths: readonly RawPath[],
): string {
  const named = given[0] === undefined ? [] : ['--root', shellWord(given[0])]
  const places = paths
    .filter((path) => path !== '')
    .map((path) => shellWord(`${root}/${typablePath(path)}`))
  const separator = places.length > 0 ? ['--'] : []
  return ['flightrec', ...words, ...named, ...separator, ...places].join(' ')
}
