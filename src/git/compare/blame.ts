/** Reads `git blame`: for each line of a file, the commit that brought it. */
import { type Oid, parseOid } from '../../model/oid.ts'
import { type RawPath, rawToText } from '../../model/raw-path.ts'
import { toGitPath } from '../objects/names.ts'
import { git } from '../process/run.ts'

export interface BlamedLine {
  commit: Oid
  /** Line number in the file of that commit, and in the file blamed; both from 1. */
  originLine: number
  line: number
  /** Without the line end. */
  content: Buffer
}

/** @throws {FlightrecError} git-failed, when `commit` has no such file. */
export async function gitBlame(gitDir: string, commit: Oid, path: RawPath): Promise<BlamedLine[]> {
  const args = ['blame', '--porcelain', '--no-textconv', commit, '--', rawToText(toGitPath(path))]
  const output = await git(gitDir, args)
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
