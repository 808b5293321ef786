/** Which commits changed some paths, and how each: one walk of git's for all of them. */
import { type Oid, parseOid } from '../../model/oid.ts'
import { type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import { fromGitPath, gitPathspecs } from '../objects/names.ts'
import { streamGit } from '../process/stream.ts'

/** How git names it: `A`, `M`, `T`, `D`, or `R` with where it was before. */
export interface PathChange {
  commit: Oid
  status: 'A' | 'M' | 'T' | 'D' | 'R'
  path: RawPath
  from?: RawPath
}

/** Yields the changes of these files up to commit `from`, newest first. Leaving the loop early ends git. */
export async function* gitPathChanges(
  gitDir: string,
  from: Oid,
  paths: readonly RawPath[],
): AsyncGenerator<PathChange> {
  const args = ['log', '-z', '--format=tformat:%H', '--name-status', '-M', '--no-show-signature']
  const fields = fieldsOf(streamGit(gitDir, [...args, from, '--', ...gitPathspecs(paths)]))
  let commit: Oid | undefined
  for (let field = await fields.next(); !field.done; field = await fields.next()) {
    const text = field.value.replace(/^\n/, '')
    const status = /^([AMTDRC])\d*$/.exec(text)?.[1]
    if (status === undefined) {
      commit = parseOid(text)
      continue
    }
    const first = await nextPath(fields)
    const isMove = status === 'R' || status === 'C'
    const path = isMove ? await nextPath(fields) : first
    if (commit === undefined || status === 'C') continue
    const change = { commit, status: status as PathChange['status'], path }
    yield isMove ? { ...change, from: first } : change
  }
}

async function nextPath(fields: AsyncGenerator<string>): Promise<RawPath> {
  const { value } = await fields.next()
  return fromGitPath(rawFromLatin1(String(value ?? '')))
}

/** One character a byte. */
async function* fieldsOf(stdout: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of stdout) {
    const parts = (rest + chunk.toString('latin1')).split('\0')
    rest = parts.pop()!
    yield* parts
  }
}
