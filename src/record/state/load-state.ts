/**
 * Rebuilds the recorded state from the store: names and content from the latest snapshot, stat data from the
 * index. An index that is missing, damaged or behind costs only reading; it is never believed about content.
 */
import type { IndexEntry } from '../../git/index-file/index-format.ts'
import type { CacheTree, Index } from '../../git/index-file/index-reader.ts'
import { parseCommit } from '../../git/objects/commit-format.ts'
import { fromGitName } from '../../git/objects/names.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { MODE_LINK } from '../../git/objects/tree-format.ts'
import { git } from '../../git/process/run.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { joinRaw, parentRaw, type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type MetaEntry, metaTreeOf, ROOT_ITSELF, readMetaTree } from '../../store/timeline/meta.ts'
import { readSound } from '../../store/timeline/timeline-walk.ts'
import { FilePage } from './file-page.ts'
import type { FileStat, Owner } from './file-stat.ts'
import { readLargeFiles } from './large-files.ts'
import type { IsFolderSame } from './look-ahead.ts'
import { RecordedFolder } from './recorded-state.ts'
import { markWritten } from './totals.ts'

/** Matches no file, so the content is read again. */
const UNKNOWN_STAT = {
  uid: 0,
  gid: 0,
  mtimeSeconds: 0,
  mtimeNanoseconds: 0,
  ctimeSeconds: 0,
  ctimeNanoseconds: 0,
  inode: 0,
  device: 0,
  sizeBytes: 0,
}

/** A slice of a string keeps the whole string in memory; names are kept for as long as the state. */
function ownCopy(name: string): RawPath {
  return rawFromLatin1(Buffer.from(name, 'latin1').toString('latin1'))
}

function isUnknown(stat: FileStat): boolean {
  return stat.ctimeSeconds === 0 && stat.mtimeSeconds === 0 && stat.inode === 0
}

/** What the state is put together from. */
interface StateSource {
  gitDir: string
  reader: ObjectReader
  latest: Snapshot | undefined
  /** What git's index holds; undefined when it is missing or damaged. */
  index: Index | undefined
  /** Is told of an index that is believed, and returns what was found of its files. */
  findingsOn(index: Index): IsFolderSame | undefined
}

/** Returns the state of `latest`; an empty, changed root folder when nothing has been recorded yet. */
export async function loadState(source: StateSource, owner: Owner): Promise<RecordedFolder> {
  const builder = new StateBuilder(owner)
  const { latest, index } = source
  if (!latest) {
    adoptInterrupted(builder, index)
    return builder.top
  }
  try {
    await addLatest(builder, source, latest)
  } catch (error) {
    if (!(error instanceof FlightrecError) || error.code === 'interrupted') throw error
    // What was recorded last is damaged. All there is now is recorded anew.
    return new StateBuilder(owner).top
  }
  markWritten(builder.top)
  return builder.top
}

async function addLatest(
  builder: StateBuilder,
  { gitDir, reader, index, findingsOn }: StateSource,
  latest: Snapshot,
): Promise<void> {
  if (index?.trees.get('' as RawPath) === latest.tree) {
    builder.addPages(index.pages, findingsOn(index))
    builder.takeTrees(index.trees)
  } else {
    await addFromTree(builder, gitDir, latest.tree, index?.entries() ?? [])
  }
  if (latest.meta) await addMeta(builder, gitDir, reader, latest.meta)
}

/** A first snapshot that was interrupted left its captured files in the index: they need not be read again. */
function adoptInterrupted(builder: StateBuilder, index: Index | undefined): void {
  for (const entry of index?.entries() ?? []) {
    builder.addFile(entry.gitPath, entry.oid, entry.stat)
  }
}

async function addFromTree(
  builder: StateBuilder,
  gitDir: string,
  tree: Oid,
  indexEntries: Iterable<IndexEntry>,
): Promise<void> {
  const byPath = new Map<RawPath, IndexEntry>()
  for (const entry of indexEntries) byPath.set(entry.gitPath, entry)
  const listing = await git(gitDir, ['ls-tree', '-r', '-t', '-z', '--full-tree', tree])
  const trees: CacheTree = new Map([['' as RawPath, tree]])
  for (const line of listing.toString('latin1').split('\0')) {
    if (line === '') continue
    const tab = line.indexOf('\t')
    const [mode = '', type, oid = ''] = line.slice(0, tab).split(' ')
    const gitPath = rawFromLatin1(line.slice(tab + 1))
    if (type === 'tree') trees.set(gitPath, oid as Oid)
    if (type !== 'blob') continue
    const cached = byPath.get(gitPath)
    const gitMode = Number.parseInt(mode, 8)
    const isSame = cached?.oid === oid && cached.stat.mode === gitMode
    const stat = isSame ? cached.stat : { ...UNKNOWN_STAT, mode: gitMode }
    builder.addFile(gitPath, oid as Oid, stat)
  }
  builder.takeTrees(trees)
}

async function addMeta(
  builder: StateBuilder,
  gitDir: string,
  reader: ObjectReader,
  commit: Oid,
): Promise<void> {
  const metaTrees = new Map<RawPath, Oid>()
  const tree = await metaTreeOf(reader, commit)
  const folders = await readMetaTree(reader, tree, (path, oid) => metaTrees.set(path, oid))
  for (const [path, entries] of folders) builder.addMeta(path, entries)
  for (const large of readLargeFiles(gitDir)) builder.addLarge(large.path, large.sha256, large.stat)
  for (const [path, oid] of metaTrees) builder.folderAt(path).meta = oid
  // The meta tree of a root with nothing to say is the empty tree, which stands for null.
  if (folders.size === 0) builder.top.meta = null
}

/** Returns the tree of a meta commit; of one that cannot be read its own name, which is that of no tree. */
export async function knownMetaTree(
  reader: ObjectReader,
  meta: Oid | undefined,
): Promise<Oid | undefined> {
  const bytes = meta === undefined ? undefined : await readSound(reader, meta, 'commit')
  return bytes ? parseCommit(bytes).tree : meta
}

class StateBuilder {
  readonly top: RecordedFolder
  readonly #owner: Owner
  readonly #folders = new Map<RawPath, RecordedFolder>()
  readonly #byGitPath = new Map<RawPath, RecordedFolder>()
  #lastPath: RawPath | undefined
  #lastFolder: RecordedFolder

  constructor(owner: Owner) {
    this.#owner = owner
    this.top = new RecordedFolder(undefined, { mode: 0o40755, ...owner })
    this.#lastFolder = this.top
    this.#folders.set('' as RawPath, this.top)
    this.#byGitPath.set('' as RawPath, this.top)
  }

  addFile(gitPath: RawPath, oid: Oid, stat: FileStat): void {
    const slash = gitPath.lastIndexOf('/')
    const folderPath = rawFromLatin1(slash < 0 ? '' : gitPath.slice(0, slash))
    if (folderPath !== this.#lastPath) {
      this.#lastFolder = this.#folderAtGitPath(folderPath)
      this.#lastPath = folderPath
    }
    // git's mode for a link has no permission bits; lstat shows them all set.
    if (stat.mode === MODE_LINK) stat.mode |= 0o777
    stat.uid = this.#owner.uid
    stat.gid = this.#owner.gid
    const name = fromGitName(ownCopy(gitPath.slice(slash + 1)))
    this.#lastFolder.entries.set(name, { kind: 'file', oid, stat, isUncertain: isUnknown(stat) })
  }

  /** Leaves the files where they are, in the index, until they are asked for. */
  addPages(pages: Index['pages'], findings: IsFolderSame | undefined): void {
    for (const [gitPath, page] of pages) {
      const isFoundSame = findings && (() => findings(gitPath, page))
      this.#folderAtGitPath(gitPath).takePage(new FilePage(page, this.#owner, isFoundSame))
    }
  }

  takeTrees(trees: CacheTree): void {
    for (const [gitPath, oid] of trees) this.#folderAtGitPath(gitPath).tree = oid
  }

  addMeta(path: RawPath, entries: readonly MetaEntry[]): void {
    const folder = this.folderAt(path)
    for (const entry of entries) {
      if (entry.name === ROOT_ITSELF) this.top.mode = 0o40000 | (entry.mode ?? 0o755)
      else this.#addMetaEntry(folder, path, entry)
    }
  }

  #addMetaEntry(folder: RecordedFolder, path: RawPath, entry: MetaEntry): void {
    const { name, reason } = entry
    const known = folder.find(name)
    if (entry.kind === 'skipped') {
      folder.entries.set(name, { kind: 'skipped', reason: reason ?? 'io-error' })
    } else if (entry.kind === 'large') {
      const stat = { ...UNKNOWN_STAT, ...this.#attributes(entry, 0o100644) }
      stat.sizeBytes = entry.sizeBytes ?? 0
      const sha256 = entry.sha256 ?? ''
      folder.entries.set(name, {
        kind: 'large',
        stat,
        sha256,
        isUncertain: true,
        reason,
      })
    } else if (entry.kind === 'folder' || known?.kind === 'folder') {
      const below = this.folderAt(joinRaw(path, name))
      Object.assign(below, this.#attributes(entry, 0o40755))
      below.reason = reason
    } else if (known?.kind === 'file') {
      Object.assign(known.stat, this.#attributes(entry, known.stat.mode))
      if (reason) Object.assign(known, { reason, isUncertain: true })
    }
  }

  #attributes(entry: MetaEntry, usualMode: number): { mode: number; uid: number; gid: number } {
    const mode = entry.mode === undefined ? usualMode : (usualMode & ~0o7777) | entry.mode
    return { mode, uid: entry.uid ?? this.#owner.uid, gid: entry.gid ?? this.#owner.gid }
  }

  addLarge(path: RawPath, sha256: string, stat: FileStat): void {
    const folder = this.folderAt(parentRaw(path))
    const name = rawFromLatin1(path.slice(path.lastIndexOf('/') + 1))
    const known = folder.entries.get(name)
    if (known?.kind !== 'large' || known.sha256 !== sha256 || known.reason) return
    folder.entries.set(name, { kind: 'large', sha256, stat, isUncertain: false })
  }

  folderAt(path: RawPath): RecordedFolder {
    return this.#ensure(this.#folders, path, (name) => name)
  }

  #folderAtGitPath(gitPath: RawPath): RecordedFolder {
    return this.#ensure(this.#byGitPath, gitPath, fromGitName)
  }

  #ensure(
    known: Map<RawPath, RecordedFolder>,
    path: RawPath,
    decode: (name: RawPath) => RawPath,
  ): RecordedFolder {
    const found = known.get(path)
    if (found) return found
    const parent = this.#ensure(known, parentRaw(path), decode)
    const name = decode(rawFromLatin1(path.slice(path.lastIndexOf('/') + 1)))
    let folder = parent.unpaged.get(name)
    if (folder?.kind !== 'folder') {
      folder = new RecordedFolder(parent, { mode: 0o40755, ...this.#owner })
      parent.addFolder(name, folder)
    }
    known.set(path, folder)
    return folder
  }
}
