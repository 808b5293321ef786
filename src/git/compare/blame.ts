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
  const draft = draftPath(gitDir, 'blame')
  try {
    const rows = [...parents].map(([oid, all]) => `${[oid, ...all].join(' ')}\n`)
    writeFileSync(draft, rows.join(''), { flag: 'wx', mode: PRIVATE_FILE })
    return parseBlame(await git(gitDir, blameArgs(commit, path, ['-S', draft])))
  } finally {
    removeIfThere(draft)
  }
}

function blameArgs(commit: Oid, path: RawPath, options: readonly string[] = []): string[] {
  const file = rawToText(toGitPath(path))
  return ['blame', '--porcelain', '--no-textconv', ...options, commit, '--', file]
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
