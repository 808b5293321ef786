/** Lists everything below a tree, with sizes, in one git process. */
import { type Oid, parseOid } from '../../model/oid.ts'
import { type RawPath, rawFromBuffer } from '../../model/raw-path.ts'
import { fromGitPath } from '../objects/names.ts'
import { git } from '../process/run.ts'
import { splitAtNul } from './diff.ts'

interface ListedFile {
  path: RawPath
  /** git's mode. */
  mode: number
  oid: Oid
  sizeBytes: number
}

/** Returns all files and links below `tree`, in git's order. */
export async function listTree(gitDir: string, tree: Oid): Promise<ListedFile[]> {
  const output = await git(gitDir, ['ls-tree', '-r', '-l', '-z', '--full-tree', tree])
  return splitAtNul(output).map((record) => {
    const tab = record.indexOf(0x09)
    const [mode, , oid, size] = record.toString('latin1', 0, tab).split(/ +/)
    return {
      path: fromGitPath(rawFromBuffer(record.subarray(tab + 1))),
      mode: Number.parseInt(mode!, 8),
      oid: parseOid(oid!),
      sizeBytes: Number(size),
    }
  })
}

/** Returns the paths alone, which costs no look at the files' content. */
export async function listTreePaths(gitDir: string, tree: Oid): Promise<Set<RawPath>> {
  const output = await git(gitDir, ['ls-tree', '-r', '--name-only', '-z', '--full-tree', tree])
  return new Set(splitAtNul(output).map((path) => fromGitPath(rawFromBuffer(path))))
}
