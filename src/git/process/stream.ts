/** Runs git and hands out what it writes as it comes: for output too long to be held. */
import { once } from 'node:events'
import { gitFailure, spawnGit } from './run.ts'

/** As for `git`. */
interface StreamOptions {
  input?: string
  workTree?: string | undefined
  indexFile?: string | undefined
}

/**
 * Yields the standard output of git. Leaving the loop early ends git.
 * @throws {FlightrecError} git-failed, after the last piece.
 */
export async function* streamGit(
  gitDir: string,
  args: readonly string[],
  { input = '', workTree, indexFile }: StreamOptions = {},
): AsyncGenerator<Buffer> {
  const child = spawnGit(gitDir, args, workTree, indexFile)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  child.stdin.end(input)
  const closed = once(child, 'close') as Promise<[number | null]>
  // Whoever leaves the loop early does not wait for it.
  closed.catch(() => {})
  try {
    yield* child.stdout as AsyncIterable<Buffer>
    const [exitCode] = await closed
    if (exitCode !== 0) throw gitFailure(args, exitCode ?? 128, said)
  } finally {
    child.kill()
  }
}
