/** Lists everything below a tree, with sizes, in one git process. */
import { type Oid, parseOid } from '../model/oid.ts'
import { type RawPath, rawFromBuffer } from '../model/raw-path.ts'
import { fromGitPath } from './names.ts'
import { git } from './run.ts'

export interface ListedFile {
  path: RawPath
  /** git's mode. */
  mode: number
  oid: Oid
  sizeBytes: number
}

/** Returns all files and links below `tree`, in git's order. */
export async function listTree(gitDir: string, tree: Oid): Promise<ListedFile[]> {
  const output = await git(gitDir, ['ls-tree', '-r', '-l', '-z', '--full-tree', tree])
  const files: ListedFile[] = []
  let start = 0
  for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
    const tab = output.indexOf(0x09, start)
    const [mode, , oid, size] = output.toString('latin1', start, tab).split(/ +/)
    files.push({
      path: fromGitPath(rawFromBuffer(output.subarray(tab + 1, end))),
      mode: Number.parseInt(mode!, 8),
      oid: parseOid(oid!),
      sizeBytes: Number(size),
    })
    start = end + 1
  }
  return files
}
