/**
 * A cache of the stat data of files over the size cap, so that they are not hashed again at each start. It
 * stands beside the index, which has no place for them, and may be lost at no cost but time.
 */

import { prepareSideFiles, sideFile } from '../../git/side-files.ts'
import { joinRaw, type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import { readTextIfThere, writeFileDurably } from '../../system/files.ts'
import type { FileStat } from './file-stat.ts'
import type { RecordedFolder } from './recorded-state.ts'

interface LargeFileRecord {
  path: RawPath
  sha256: string
  stat: FileStat
}

function cachePath(gitDir: string): string {
  return sideFile(gitDir, 'large-files.json')
}

/** Returns what was cached; nothing when that cannot be read. */
export function readLargeFiles(gitDir: string): LargeFileRecord[] {
  const text = readTextIfThere(cachePath(gitDir))
  if (text === undefined) return []
  try {
    const records = JSON.parse(text) as LargeFileRecord[]
    return records.map((record) => ({ ...record, path: rawFromLatin1(record.path) }))
  } catch {
    // Only a cache: without it the files are hashed again.
    return []
  }
}

/** Replaces the cache, durably, where it differs from the state. */
export function writeLargeFiles(gitDir: string, top: RecordedFolder): void {
  const records: LargeFileRecord[] = []
  const collect = (folder: RecordedFolder, path: RawPath) => {
    for (const [name, entry] of folder.unpaged) {
      if (entry.kind === 'folder') collect(entry, joinRaw(path, name))
      if (entry.kind === 'large' && !entry.isUncertain) {
        records.push({ path: joinRaw(path, name), sha256: entry.sha256, stat: entry.stat })
      }
    }
  }
  collect(top, '' as RawPath)
  const text = JSON.stringify(records)
  if (text === (readTextIfThere(cachePath(gitDir)) ?? '[]')) return
  prepareSideFiles(gitDir)
  writeFileDurably(cachePath(gitDir), text)
}
