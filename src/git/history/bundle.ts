/** A git bundle: a repository in one file, which `git bundle verify`, `git clone` and `git fetch` read. */
import type { Oid } from '../../model/oid.ts'
import { gitFailure, spawnGit } from '../process/run.ts'

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
  const child = spawnGit(gitDir, args)
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 128))
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  child.stdin.on('error', () => {
    // git may end early; its exit code tells.
  })
  child.stdin.end(`${commit}\n`)
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield chunk
    const exitCode = await ended
    if (exitCode !== 0) throw gitFailure(args, exitCode, said)
  } finally {
    child.kill()
  }
}
