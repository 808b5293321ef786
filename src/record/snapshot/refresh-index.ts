/** Writes the recorded state as git's index, so that plain `git diff` on the shadow repo is fast. */
import { setImmediate } from 'node:timers/promises'
import type { IndexStat } from '../../git/index-file/index-format.ts'
import { asUncertain, IndexBuilder, writeIndex } from '../../git/index-file/index-writer.ts'
import { toGitName } from '../../git/objects/names.ts'
import { MODE_LINK } from '../../git/objects/tree-format.ts'
import { EMPTY_TREE } from '../../model/oid.ts'
import { joinRaw, type RawPath, rawFromText } from '../../model/raw-path.ts'
import type { RecordedFile, RecordedFolder } from '../state/recorded-state.ts'
import { gitMode } from './write-trees.ts'

const ENTRIES_PER_SLICE = 4000

/**
 * Returns the index as it was written; undefined when the state changed meanwhile (`isCurrent` tells), or git
 * holds the lock of the index.
 */
export async function refreshIndex(
  gitDir: string,
  top: RecordedFolder,
  isCurrent: () => boolean,
): Promise<Buffer | undefined> {
  const builder = new IndexBuilder()
  let pauseAt = ENTRIES_PER_SLICE
  const addFolder = async (folder: RecordedFolder, gitName: RawPath, gitPath: RawPath) => {
    const close = builder.openTree(gitName, folder.tree ?? EMPTY_TREE)
    let folderCount = 0
    for (const { name, entry, isEncoded } of inGitOrder(folder)) {
      const path = joinRaw(gitPath, name)
      if (entry.kind === 'folder') {
        folderCount += 1
        if (!(await addFolder(entry, name, path))) return false
      } else if (entry.kind === 'paged') {
        builder.addBytes(entry.bytes)
      } else {
        const assumeValid = isEncoded || path.includes('%flightrec:')
        builder.add({
          gitPath: path,
          oid: entry.oid,
          stat: indexStat(entry),
          assumeValid,
        })
      }
    }
    close(folderCount)
    if (builder.count >= pauseAt) {
      pauseAt = builder.count + ENTRIES_PER_SLICE
      await setImmediate()
    }
    return isCurrent()
  }
  const isWhole = await addFolder(top, rawFromText(''), rawFromText(''))
  if (!isWhole) return undefined
  const bytes = builder.finish()
  return writeIndex(gitDir, bytes) ? bytes : undefined
}

interface Named {
  name: RawPath
  entry: RecordedFile | RecordedFolder | { kind: 'paged'; bytes: Buffer }
  isEncoded: boolean
  key: string
}

/** What git's tree of a folder holds, sorted as git sorts it. */
function inGitOrder(folder: RecordedFolder): Named[] {
  const named: Named[] = []
  const page = folder.page?.index
  for (let n = 0; page && n < page.count; n += 1) {
    const name = page.nameAt(n)
    named.push({
      name,
      entry: { kind: 'paged', bytes: page.bytesAt(n) },
      isEncoded: false,
      key: name,
    })
  }
  for (const [plain, entry] of folder.unpaged) {
    if (entry.kind === 'file') {
      const name = toGitName(plain, gitMode(entry.stat.mode) === MODE_LINK)
      named.push({ name, entry, isEncoded: name !== plain, key: name })
    } else if (entry.kind === 'folder' && entry.tree !== null) {
      const name = toGitName(plain, false)
      named.push({ name, entry, isEncoded: name !== plain, key: `${name}/` })
    }
  }
  return named.sort((a, b) => (a.key < b.key ? -1 : 1))
}

function indexStat(file: RecordedFile): IndexStat {
  const stat = { ...file.stat, mode: gitMode(file.stat.mode) }
  return file.isUncertain ? asUncertain(stat, file.oid) : stat
}
