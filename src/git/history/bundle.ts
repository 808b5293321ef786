/** A git bundle: a repository in one file, which `git bundle verify`, `git clone` and `git fetch` read. */
import type { Oid } from '../../model/oid.ts'
import { streamGit } from '../process/stream.ts'

/**
 * Yields a bundle of these refs, and all that their commits reach. The header is written here, since `git bundle` has
 * only refs the repository has, and a clone looks for a branch.
 * @throws {FlightrecError} git-failed
 */
export async function* bundleOf(
  gitDir: string,
  refs: ReadonlyMap<string, Oid>,
): AsyncGenerator<Uint8Array> {
  const lines = [...refs].map(([ref, commit]) => `${commit} ${ref}\n`)
  yield Buffer.from(`# v2 git bundle\n${lines.join('')}\n`, 'utf8')
  const args = ['pack-objects', '--revs', '--stdout', '--quiet']
  yield* streamGit(gitDir, args, { input: `${[...new Set(refs.values())].join('\n')}\n` })
}
