/** Files of the root that no snapshot has yet, of those that would be recorded. Nothing is read but folders. */
import type { Dirent } from 'node:fs'
import { GitIgnore } from '../../git/gitignore.ts'
import type { Filter } from '../../model/filter.ts'
import { fsPath, isWithin, type RawPath, rawFromText } from '../../model/raw-path.ts'
import { type EntryAt, entriesAt } from '../../system/entries-at.ts'
import { isPseudoFileSystem } from '../../system/pseudo-file-system.ts'

interface NewFilesRequest {
  gitDir: string
  root: string
  filter: Filter
  respectGitignore: boolean
  isKnown(path: RawPath): boolean
  /** Only these files and folders. */
  paths: readonly RawPath[] | undefined
}

interface NewFile {
  path: RawPath
  isLink: boolean
}

export async function findNewFiles(request: NewFilesRequest): Promise<NewFile[]> {
  const gitIgnore = request.respectGitignore
    ? new GitIgnore(request.gitDir, request.root)
    : undefined
  const found: NewFile[] = []
  const folders = [rawFromText('')]
  try {
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const below = entriesOf(request, folder)
      const ignored = await gitIgnore?.ignoredAmong(below.map(({ path }) => path))
      for (const { path, entry } of below) {
        if (ignored?.has(path)) continue
        if (entry.isDirectory()) folders.push(path)
        else if (isNew(request, path, entry)) found.push({ path, isLink: entry.isSymbolicLink() })
      }
    }
  } finally {
    gitIgnore?.close()
  }
  return found
}

/** Returns what is worth a look in a folder: not what is pruned, or beside the paths asked for. */
function entriesOf({ root, filter, paths }: NewFilesRequest, folder: RawPath): EntryAt[] {
  return entriesAt(root, folder).filter(({ path, entry }) => {
    const isOnTheWay = !paths || paths.some((to) => isWithin(to, path) || isWithin(path, to))
    const isPruned = entry.isDirectory() && (filter.isPruned(path) || isPseudo(root, path))
    return isOnTheWay && !isPruned
  })
}

/** Such as /proc: what looks like files there cannot be compared. */
function isPseudo(root: string, folder: RawPath): boolean {
  return isPseudoFileSystem(fsPath(root, folder))
}

function isNew({ filter, isKnown, paths }: NewFilesRequest, path: RawPath, entry: Dirent<Buffer>) {
  const isWanted = !paths || paths.some((wanted) => isWithin(wanted, path))
  const isRecordable = entry.isFile() || entry.isSymbolicLink()
  return isWanted && isRecordable && filter.isRecorded(path) && !isKnown(path)
}
