/** What a shadow repo takes, and in how many pieces. */
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { entriesBelow } from '../../system/entries-below.ts'

interface RepoSize {
  /** The content of all files; on disk they take somewhat more. */
  totalBytes: number
  looseObjects: number
  looseBytes: number
  packs: number
  /** Of packs, their indexes and what else stands beside them. */
  packBytes: number
  largestPackBytes: number
}

/** Measures a repo; what vanishes meanwhile does not count. */
export function repoSize(gitDir: string): RepoSize {
  const size = {
    totalBytes: 0,
    looseObjects: 0,
    looseBytes: 0,
    packs: 0,
    packBytes: 0,
    largestPackBytes: 0,
  }
  for (const { path, entry } of entriesBelow(gitDir)) {
    if (entry.isDirectory()) continue
    const stat = lstatSync(join(gitDir, path), { throwIfNoEntry: false })
    if (stat) addFile(size, path, stat.size)
  }
  return size
}

function addFile(size: RepoSize, path: string, sizeBytes: number): void {
  size.totalBytes += sizeBytes
  if (/^objects\/[0-9a-f]{2}\/[0-9a-f]{38}$/.test(path)) {
    size.looseObjects += 1
    size.looseBytes += sizeBytes
  } else if (path.startsWith('objects/pack/')) {
    size.packBytes += sizeBytes
    size.largestPackBytes = Math.max(size.largestPackBytes, sizeBytes)
    if (path.endsWith('.pack')) size.packs += 1
  }
}
