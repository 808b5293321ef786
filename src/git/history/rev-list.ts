/** Lists commits by name and time only, which git does for a hundred thousand in a fraction of a second. */
import { once } from 'node:events'
import { type Oid, parseOid } from '../../model/oid.ts'
import { gitFailure, spawnGit } from '../process/run.ts'

export interface ListedCommit {
  oid: Oid
  timeSeconds: number
}

/** Yields the ancestors of `from`, newest first, as they come; not those of `until`. Leaving early ends git. */
export async function* revList(
  gitDir: string,
  from: Oid,
  until?: Oid,
): AsyncGenerator<ListedCommit[]> {
  const args = ['rev-list', '--timestamp', from, ...(until ? [`^${until}`] : []), '--']
  const child = spawnGit(gitDir, args)
  child.stdin.end()
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8')
  })
  const closed = once(child, 'close') as Promise<[number | null]>
  try {
    let rest = ''
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const lines = (rest + chunk.toString('latin1')).split('\n')
      rest = lines.pop()!
      yield lines.map(parseLine)
    }
    const [exitCode] = await closed
    if (exitCode !== 0) throw gitFailure(args, exitCode ?? 128, stderr)
  } finally {
    child.kill()
  }
}

function parseLine(line: string): ListedCommit {
  const blank = line.indexOf(' ')
  return { oid: parseOid(line.slice(blank + 1)), timeSeconds: Number(line.slice(0, blank)) }
}
