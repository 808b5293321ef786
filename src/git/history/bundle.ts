/** A git bundle: a repository in one file, which `git bundle verify`, `git clone` and `git fetch` read. */
import type { Oid } from '../../model/oid.ts'
import { streamGit } from '../process/stream.ts'

/**
 * Yields a bundle of all that a commit reaches, under each of these refs. The header is written here, since
 * `git bundle` has only refs the repository has, and a clone looks for a branch.
 * @throws {FlightrecError} git-failed
 */
export async function* bundleOf(
  gitDir: string,
  commit: Oid,
  refs: readonly string[],
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    `# v2 git bundle\n${refs.map((ref) => `${commit} ${ref}\n`).join('')}\n`,
    'utf8',
  )
  const args = ['pack-objects', '--revs', '--stdout', '--quiet']
  yield* streamGit(gitDir, args, { input: `${commit}\n` })
}
