/** Writes the trees of every changed folder, bottom up: git's tree and, beside it, the meta tree. */
import { toGitName } from '../../git/objects/names.ts'
import { hashObject } from '../../git/objects/object-name.ts'
import type { ObjectSink } from '../../git/objects/object-sink.ts'
import {
  formatTree,
  MODE_EXECUTABLE,
  MODE_FILE,
  MODE_LINK,
  MODE_TREE,
  type TreeEntry,
} from '../../git/objects/tree-format.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import {
  formatMetaEntries,
  META_ENTRIES,
  type MetaEntry,
  metaFolderName,
  ROOT_ITSELF,
} from '../../store/timeline/meta.ts'
import { isLink, permissions } from '../state/file-stat.ts'
import { type RecordedEntry, type RecordedFolder, TO_COME } from '../state/recorded-state.ts'
import { totalsOf } from '../state/totals.ts'

/** Returns git's mode for a file or link: what the owner may do decides about x. */
export function gitMode(mode: number): number {
  if (isLink(mode)) return MODE_LINK
  return mode & 0o100 ? MODE_EXECUTABLE : MODE_FILE
}

/** Brings `tree`, `meta` and `totals` of a folder and all below up to date. */
export async function writeTrees(top: RecordedFolder, sink: ObjectSink): Promise<void> {
  await writeFolder(top, top, sink)
}

async function writeFolder(
  folder: RecordedFolder,
  top: RecordedFolder,
  sink: ObjectSink,
): Promise<void> {
  const treeEntries: TreeEntry[] = []
  const metaEntries: MetaEntry[] = []
  const metaFolders: TreeEntry[] = []
  if (folder === top && permissions(top.mode) !== 0o755) {
    metaEntries.push({ name: ROOT_ITSELF, mode: permissions(top.mode) })
  }
  for (const [name, entry] of folder.entries) {
    if (entry.kind === 'folder') {
      if (entry.isChanged) await writeFolder(entry, top, sink)
      if (entry.meta) {
        metaFolders.push({ mode: MODE_TREE, gitName: metaFolderName(name), oid: entry.meta })
      }
    }
    const treeEntry = inTree(name, entry)
    if (treeEntry) treeEntries.push(treeEntry)
    const metaEntry = inMeta(name, entry, top)
    if (metaEntry) metaEntries.push(metaEntry)
  }
  folder.tree = await writeTree(treeEntries, folder.tree, sink)
  folder.meta = await writeMeta(metaEntries, metaFolders, folder.meta, sink)
  folder.totals = totalsOf(folder)
  folder.isChanged = false
}

function inTree(name: RawPath, entry: RecordedEntry): TreeEntry | undefined {
  if (entry.kind === 'file') {
    const mode = gitMode(entry.stat.mode)
    return { mode, gitName: toGitName(name, mode === MODE_LINK), oid: entry.oid }
  }
  if (entry.kind !== 'folder' || entry.tree === null) return undefined
  return { mode: MODE_TREE, gitName: toGitName(name, false), oid: entry.tree }
}

/** Returns what the tree does not say of an entry; undefined when the tree says it all. */
function inMeta(name: RawPath, entry: RecordedEntry, top: RecordedFolder): MetaEntry | undefined {
  switch (entry.kind) {
    case 'skipped':
      return { name, kind: 'skipped', reason: entry.reason }
    case 'large':
      return {
        name,
        kind: 'large',
        ...attributes(entry.stat, 0o644, top),
        sizeBytes: entry.stat.sizeBytes,
        ...(entry.sha256 !== TO_COME && { sha256: entry.sha256 }),
        ...(entry.reason && { reason: entry.reason }),
      }
    case 'folder':
      if (entry.tree === null && !entry.isKeptEmpty) return undefined
      return beyondTree(name, {
        ...(entry.tree === null && { kind: 'folder' as const }),
        ...attributes(entry, 0o755, top),
        ...(entry.reason && { reason: entry.reason }),
      })
    case 'file': {
      const usual = isLink(entry.stat.mode)
        ? permissions(entry.stat.mode)
        : gitMode(entry.stat.mode) & 0o777
      return beyondTree(name, {
        ...attributes(entry.stat, usual, top),
        ...(entry.reason && { reason: entry.reason }),
      })
    }
  }
}

function beyondTree(name: RawPath, more: Omit<MetaEntry, 'name'>): MetaEntry | undefined {
  return Object.keys(more).length === 0 ? undefined : { name, ...more }
}

function attributes(
  entry: { mode: number; uid: number; gid: number },
  usualMode: number,
  top: RecordedFolder,
): Pick<MetaEntry, 'mode' | 'uid' | 'gid'> {
  const mode = permissions(entry.mode)
  return {
    ...(mode !== usualMode && { mode }),
    ...(entry.uid !== top.uid && { uid: entry.uid }),
    ...(entry.gid !== top.gid && { gid: entry.gid }),
  }
}

async function writeTree(
  entries: TreeEntry[],
  previous: Oid | null,
  sink: ObjectSink,
): Promise<Oid | null> {
  if (entries.length === 0) return null
  const content = formatTree(entries)
  const oid = hashObject('tree', content)
  if (oid !== previous) await sink.write('tree', content, oid)
  return oid
}

async function writeMeta(
  entries: MetaEntry[],
  folders: TreeEntry[],
  previous: Oid | null,
  sink: ObjectSink,
): Promise<Oid | null> {
  if (entries.length === 0) return await writeTree(folders, previous, sink)
  const blob = formatMetaEntries(entries)
  const blobOid = hashObject('blob', blob)
  const tree = formatTree([...folders, { mode: MODE_FILE, gitName: META_ENTRIES, oid: blobOid }])
  const oid = hashObject('tree', tree)
  if (oid === previous) return oid
  await sink.write('blob', blob, blobOid)
  await sink.write('tree', tree, oid)
  return oid
}
