/** Reads `git blame`: for each line of a file, the commit that brought it. */
import { writeFileSync } from 'node:fs'
import { type Oid, parseOid } from '../../model/oid.ts'
import { type RawPath, rawToText } from '../../model/raw-path.ts'
import { PRIVATE_FILE, removeIfThere } from '../../system/files.ts'
import { draftPath } from '../drafts.ts'
import { toGitPath } from '../objects/names.ts'
import { git } from '../process/run.ts'

interface BlamedLine {
  commit: Oid
  /** Line number in the file of that commit, and in the file blamed; both from 1. */
  originLine: number
  line: number
  /** Without the line end. */
  content: Buffer
}

/** Commits that count as parents of others, besides their own. */
export type FurtherParents = ReadonlyMap<Oid, readonly Oid[]>

/** @throws {FlightrecError} git-failed, when `commit` has no such file. */
export async function gitBlame(gitDir: string, commit: Oid, path: RawPath): Promise<BlamedLine[]> {
  return parseBlame(await git(gitDir, blameArgs(commit, path)))
}

/** As `gitBlame`, where a line may also have come from further parents. */
export async function gitBlameAcross(
  gitDir: string,
  commit: Oid,
  path: RawPath,
  parents: FurtherParents,
): Promise<BlamedLine[]> {
  return await withParents(gitDir, parents, async (draft) =>
    parseBlame(await git(gitDir, blameArgs(commit, path, ['-S', draft]))),
  )
}

/** A line of the first of several commits, and the last of them that has it. */
interface KeptLine {
  line: number
  lastIn: Oid
}

/**
 * Follows the lines of a file from the first commit of `chain` to its last, as if these were all there are.
 * @throws {FlightrecError} git-failed, when the first has no such file.
 */
export async function gitBlameOnwards(
  gitDir: string,
  chain: readonly Oid[],
  path: RawPath,
): Promise<KeptLine[]> {
  const parents = new Map(chain.slice(1).map((commit, at) => [commit, [chain[at]!]] as const))
  const range = `${chain[0]}..${chain.at(-1)}`
  const blamed = await withParents(gitDir, parents, async (draft) =>
    parseBlame(await git(gitDir, blameArgs(range, path, ['-S', draft, '--reverse']))),
  )
  return blamed.map(({ line, commit }) => ({ line, lastIn: commit }))
}

async function withParents<Result>(
  gitDir: string,
  parents: FurtherParents,
  use: (draft: string) => Promise<Result>,
): Promise<Result> {
  const draft = draftPath(gitDir, 'blame')
  try {
    const rows = [...parents].map(([oid, all]) => `${[oid, ...all].join(' ')}\n`)
    writeFileSync(draft, rows.join(''), { flag: 'wx', mode: PRIVATE_FILE })
    return await use(draft)
  } finally {
    removeIfThere(draft)
  }
}

function blameArgs(commits: string, path: RawPath, options: readonly string[] = []): string[] {
  const file = rawToText(toGitPath(path))
  return ['blame', '--porcelain', '--no-textconv', ...options, commits, '--', file]
}

function parseBlame(output: Buffer): BlamedLine[] {
  const lines: BlamedLine[] = []
  let header = ''
  for (let start = 0; start < output.length; ) {
    const found = output.indexOf(0x0a, start)
    const end = found < 0 ? output.length : found
    if (output[start] === 0x09) {
      const [oid, originLine, line] = header.split(' ')
      const content = output.subarray(start + 1, end)
      lines.push({
        commit: parseOid(oid!),
        originLine: Number(originLine),
        line: Number(line),
        content,
      })
      header = ''
    } else if (header === '') header = output.toString('latin1', start, end)
    start = end + 1
  }
  return lines
}
