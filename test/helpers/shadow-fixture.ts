/**
 * Builds shadow repos for tests of the reading side, object by object, without the engine that records.
 *
 *     const fixture = shadowFixture()
 *     const first = await fixture.snapshot({ 'src/a.txt': 'one\n', 'run.sh': { content: '', mode: 0o755 } })
 *     const second = await fixture.snapshot({ 'src/a.txt': 'two\n' }, { at: '2026-06-12T14:03:22.123Z' })
 *     fixture.dispose()
 *
 * Each snapshot names the whole state, not what changed.
 */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GAPS, MAIN, META, readRef, updateRef } from '../../src/git/history/refs.ts'
import { formatCommit, parseCommit } from '../../src/git/objects/commit-format.ts'
import { LooseObjectBatch } from '../../src/git/objects/loose-objects.ts'
import { toGitName } from '../../src/git/objects/names.ts'
import type { ObjectReader } from '../../src/git/objects/object-reader.ts'
import {
  formatTree,
  MODE_EXECUTABLE,
  MODE_FILE,
  MODE_LINK,
  MODE_TREE,
  type TreeEntry,
} from '../../src/git/objects/tree-format.ts'
import { git } from '../../src/git/process/run.ts'
import type { Gap } from '../../src/model/gap.ts'
import { EMPTY_TREE, type Oid } from '../../src/model/oid.ts'
import {
  baseRaw,
  fsPath,
  parentRaw,
  type RawPath,
  rawFromLatin1,
  rawFromText,
} from '../../src/model/raw-path.ts'
import { type Actor, FLIGHTREC, type Snapshot, UNATTRIBUTED } from '../../src/model/snapshot.ts'
import { nextSnapshotId } from '../../src/model/snapshot-id.ts'
import { formatGapMessage, formatSnapshotMessage } from '../../src/model/snapshot-message.ts'
import { RepoView } from '../../src/review/repo/repo-view.ts'
import { type Home, homeAt } from '../../src/store/home/home.ts'
import { ensureShadowRepo, type ShadowRepo } from '../../src/store/home/shadow-repos.ts'
import {
  formatMetaEntries,
  META_ENTRIES,
  type MetaEntry,
  metaFolderName,
  ROOT_ITSELF,
  type SkipReason,
} from '../../src/store/timeline/meta.ts'
import { readLatest } from '../../src/store/timeline/timeline.ts'

/** What stands at a path. A text or bytes alone is a file with mode 0644. */
export type FixtureEntry =
  | string
  | Uint8Array
  | { content: string | Uint8Array; mode?: number; uid?: number; gid?: number; torn?: true }
  | { link: string }
  /** An empty folder, or the mode of one that holds files. */
  | { folder: true; mode?: number }
  | { large: { sizeBytes: number; sha256: string }; mode?: number }
  | { skipped: SkipReason }

/** A whole state of the root: by path as text, or by raw path for names that are not UTF-8. */
export type FixtureState = Record<string, FixtureEntry> | Map<RawPath, FixtureEntry>

export interface FixtureSnapshot
  extends Partial<
    Pick<
      Snapshot,
      'trigger' | 'message' | 'session' | 'event' | 'evidence' | 'complete' | 'subject'
    >
  > {
  /** Any text `Date` reads; without it, a second after the snapshot before. */
  at?: string
  actor?: Actor
}

export interface ShadowFixture {
  home: Home
  /** The watched folder; there, and empty until `writeRoot`. */
  root: string
  repo: ShadowRepo
  gitDir: string
  /** The repo as the reading side opens it, and its reader. */
  view: RepoView
  reader: ObjectReader
  snapshot(state: FixtureState, facts?: FixtureSnapshot): Promise<Snapshot>
  gap(gap: Gap): Promise<void>
  /** Writes the files, links and folders of `state` into the root; what else is there stays. */
  writeRoot(state: FixtureState): void
  /** Brings the index to the latest snapshot, as the recorder does. */
  refreshIndex(): Promise<void>
  dispose(): void
}

const FIRST_SNAPSHOT = Date.parse('2026-06-12T14:00:00.000Z')

/** Makes a home with one shadow repo in it, and the root it is for; `home` puts a further repo into that home. */
export function shadowFixture(options: { rootName?: string; home?: Home } = {}): ShadowFixture {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'flightrec-fixture-')))
  const home = options.home ?? fixtureHome(join(scratch, 'home'))
  const root = join(scratch, options.rootName ?? 'project')
  mkdirSync(root)
  const repo = ensureShadowRepo(home, root)
  const view = new RepoView(repo)
  const { reader } = view
  return {
    home,
    root,
    repo,
    gitDir: repo.gitDir,
    view,
    reader,
    snapshot: (state, facts = {}) => writeSnapshot(repo.gitDir, reader, entriesOf(state), facts),
    gap: (gap) => writeGap(repo.gitDir, gap),
    writeRoot: (state) => writeRoot(root, entriesOf(state)),
    refreshIndex: async () => {
      await git(repo.gitDir, ['read-tree', MAIN])
      await git(repo.gitDir, ['update-index', '-q', '--refresh'], { workTree: root, accept: [1] })
    },
    dispose: () => {
      view.close()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

function fixtureHome(path: string): Home {
  const home = homeAt(path)
  for (const folder of [home.path, home.reposPath, home.runPath]) mkdirSync(folder, { mode: 0o700 })
  return home
}

function entriesOf(state: FixtureState): Map<RawPath, FixtureEntry> {
  if (state instanceof Map) return state
  return new Map(Object.entries(state).map(([path, entry]) => [rawFromText(path), entry]))
}

async function writeSnapshot(
  gitDir: string,
  reader: ObjectReader,
  entries: Map<RawPath, FixtureEntry>,
  facts: FixtureSnapshot,
): Promise<Snapshot> {
  const previous = await readLatest(gitDir, reader)
  const wanted =
    facts.at === undefined ? (previous?.time ?? FIRST_SNAPSHOT - 1000) + 1000 : Date.parse(facts.at)
  const id = nextSnapshotId(wanted, previous?.id)
  const time = Math.max(wanted, (previous?.time ?? 0) + 1)
  const timeSeconds = Math.floor(time / 1000)
  const batch = new LooseObjectBatch(gitDir)
  const tree = await writeContent(batch, entries)
  const metaTree = (await writeMeta(batch, entries)) ?? (previous?.meta ? EMPTY_TREE : undefined)
  const meta =
    metaTree === undefined
      ? undefined
      : await writeMetaCommit(gitDir, reader, batch, metaTree, timeSeconds)
  const contents = [...entries.values()].flatMap((entry) => contentOf(entry) ?? [])
  const skipped = [...entries.values()].filter((entry) => kindOf(entry) === 'skipped').length
  const snapshot: Snapshot = {
    id,
    time,
    tree,
    commit: EMPTY_TREE,
    ...(previous && { parent: previous.commit }),
    ...(meta && { meta }),
    actor: facts.actor ?? UNATTRIBUTED,
    trigger: facts.trigger ?? 'watch',
    subject: facts.subject ?? `snapshot of ${contents.length} files`,
    files: contents.length,
    bytes: contents.reduce((sum, content) => sum + content.length, 0),
    skipped,
    complete: facts.complete ?? true,
    ...(facts.message !== undefined && { message: facts.message }),
    ...(facts.session !== undefined && { session: facts.session }),
    ...(facts.event !== undefined && { event: facts.event }),
    ...(facts.evidence !== undefined && { evidence: facts.evidence }),
  }
  snapshot.commit = await batch.write(
    'commit',
    formatCommit({
      tree,
      parents: previous ? [previous.commit] : [],
      author: snapshot.actor,
      committer: FLIGHTREC,
      timeSeconds,
      message: formatSnapshotMessage(snapshot.subject, snapshot),
    }),
  )
  await batch.commit()
  updateRef(gitDir, MAIN, snapshot.commit, previous?.commit, {
    timeSeconds,
    message: snapshot.subject,
  })
  return snapshot
}

/** Writes blobs and trees; returns the tree git holds. */
async function writeContent(
  batch: LooseObjectBatch,
  entries: Map<RawPath, FixtureEntry>,
): Promise<Oid> {
  const folders = new Map<RawPath, TreeEntry[]>([[rawFromText(''), []]])
  for (const [path, entry] of entries) {
    const content = contentOf(entry)
    if (content === undefined) continue
    const isLink = kindOf(entry) === 'link'
    const mode = isLink ? MODE_LINK : modeOf(entry)! & 0o100 ? MODE_EXECUTABLE : MODE_FILE
    const oid = await batch.write('blob', content)
    addTo(folders, parentRaw(path), { mode, gitName: toGitName(baseRaw(path), isLink), oid })
  }
  return writeFolders(
    folders,
    parentRaw,
    (path, oid) => ({
      mode: MODE_TREE,
      gitName: toGitName(baseRaw(path), false),
      oid,
    }),
    (tree) => batch.write('tree', formatTree(tree)),
  )
}

/** Writes the tree of what git does not hold; undefined when there is nothing such. */
async function writeMeta(
  batch: LooseObjectBatch,
  entries: Map<RawPath, FixtureEntry>,
): Promise<Oid | undefined> {
  const lists = new Map<RawPath, MetaEntry[]>()
  for (const [path, entry] of entries) {
    const meta = metaOf(path === '' ? ROOT_ITSELF : baseRaw(path), entry, path, entries)
    if (!meta) continue
    const list = lists.get(parentRaw(path)) ?? []
    lists.set(parentRaw(path), [...list, meta])
  }
  if (lists.size === 0) return undefined
  const folders = new Map<RawPath, TreeEntry[]>([[rawFromText(''), []]])
  for (const [folder, list] of lists) {
    const oid = await batch.write('blob', formatMetaEntries(list))
    addTo(folders, folder, { mode: MODE_FILE, gitName: META_ENTRIES, oid })
  }
  return writeFolders(
    folders,
    parentRaw,
    (path, oid) => ({
      mode: MODE_TREE,
      gitName: metaFolderName(baseRaw(path)),
      oid,
    }),
    (tree) => batch.write('tree', formatTree(tree)),
  )
}

function addTo(folders: Map<RawPath, TreeEntry[]>, folder: RawPath, entry: TreeEntry): void {
  for (let path = folder; !folders.has(path); path = parentRaw(path)) folders.set(path, [])
  folders.get(folder)!.push(entry)
}

/** Writes each folder after those below it, which stand in it under the name `entryOf` gives. */
async function writeFolders(
  folders: Map<RawPath, TreeEntry[]>,
  parentOf: (path: RawPath) => RawPath,
  entryOf: (path: RawPath, oid: Oid) => TreeEntry,
  write: (tree: TreeEntry[]) => Promise<Oid>,
): Promise<Oid> {
  const depth = (path: RawPath) => (path === '' ? 0 : path.split('/').length)
  const deepestFirst = [...folders.keys()].sort((a, b) => depth(b) - depth(a))
  for (const path of deepestFirst.filter((candidate) => candidate !== '')) {
    const oid = await write(folders.get(path)!)
    folders.get(parentOf(path))!.push(entryOf(path, oid))
  }
  return write(folders.get(rawFromText(''))!)
}

function metaOf(
  name: RawPath,
  entry: FixtureEntry,
  path: RawPath,
  entries: Map<RawPath, FixtureEntry>,
): MetaEntry | undefined {
  if (typeof entry === 'string' || entry instanceof Uint8Array || 'link' in entry) return undefined
  if ('skipped' in entry) return { name, kind: 'skipped', reason: entry.skipped }
  const mode = entry.mode
  if ('large' in entry) return { name, kind: 'large', ...entry.large, ...(mode && { mode }) }
  if ('folder' in entry) {
    const isEmpty = ![...entries.keys()].some((other) => other.startsWith(`${path}/`))
    const own = mode === undefined || mode === 0o755 ? {} : { mode }
    if (!isEmpty || path === '') return mode === undefined ? undefined : { name, ...own }
    return { name, kind: 'folder', ...own }
  }
  const meta: MetaEntry = {
    name,
    ...(mode !== undefined && mode !== 0o644 && mode !== 0o755 && { mode }),
    ...(entry.uid !== undefined && { uid: entry.uid }),
    ...(entry.gid !== undefined && { gid: entry.gid }),
    ...(entry.torn && { reason: 'torn' as const }),
  }
  return Object.keys(meta).length > 1 ? meta : undefined
}

/** Returns the latest meta commit when it says the same, else a new one. */
async function writeMetaCommit(
  gitDir: string,
  reader: ObjectReader,
  batch: LooseObjectBatch,
  tree: Oid,
  timeSeconds: number,
): Promise<Oid> {
  const previous = readRef(gitDir, META)
  if (previous && parseCommit(await reader.get(previous, 'commit')).tree === tree) return previous
  const message = 'metadata\n'
  const parents = previous ? [previous] : []
  const commit = { tree, parents, author: FLIGHTREC, committer: FLIGHTREC, timeSeconds, message }
  const oid = await batch.write('commit', formatCommit(commit))
  await batch.commit()
  updateRef(gitDir, META, oid, previous, { timeSeconds, message })
  return oid
}

async function writeGap(gitDir: string, gap: Gap): Promise<void> {
  const previous = readRef(gitDir, GAPS)
  const timeSeconds = Math.floor(gap.to / 1000)
  const message = formatGapMessage(gap)
  const batch = new LooseObjectBatch(gitDir)
  const tree = await batch.write('tree', Buffer.alloc(0))
  const parents = previous ? [previous] : []
  const commit = { tree, parents, author: FLIGHTREC, committer: FLIGHTREC, timeSeconds, message }
  const oid = await batch.write('commit', formatCommit(commit))
  await batch.commit()
  updateRef(gitDir, GAPS, oid, previous, { timeSeconds, message: 'gap' })
}

function writeRoot(root: string, entries: Map<RawPath, FixtureEntry>): void {
  for (const [path, entry] of entries) {
    const target = fsPath(root, path)
    const kind = kindOf(entry)
    if (kind === 'folder') mkdirSync(target, { recursive: true, mode: modeOf(entry) ?? 0o755 })
    const content = contentOf(entry)
    if (content === undefined) continue
    const parent = fsPath(root, parentRaw(path))
    mkdirSync(parent, { recursive: true })
    rmSync(target, { recursive: true, force: true })
    if (kind === 'link') symlinkSync(content, target)
    else {
      writeFileSync(target, content)
      chmodSync(target, modeOf(entry)!)
    }
  }
}

function kindOf(entry: FixtureEntry): 'file' | 'link' | 'folder' | 'large' | 'skipped' {
  if (typeof entry === 'string' || entry instanceof Uint8Array || 'content' in entry) return 'file'
  if ('link' in entry) return 'link'
  return 'folder' in entry ? 'folder' : 'large' in entry ? 'large' : 'skipped'
}

/** What git holds of an entry; undefined for what it does not hold. */
function contentOf(entry: FixtureEntry): Buffer | undefined {
  if (typeof entry === 'string') return Buffer.from(entry)
  if (entry instanceof Uint8Array) return Buffer.from(entry)
  if ('content' in entry) return Buffer.from(entry.content as Uint8Array)
  return 'link' in entry ? Buffer.from(entry.link) : undefined
}

function modeOf(entry: FixtureEntry): number | undefined {
  if (typeof entry === 'string' || entry instanceof Uint8Array) return 0o644
  return 'mode' in entry && entry.mode !== undefined
    ? entry.mode
    : 'content' in entry
      ? 0o644
      : undefined
}

/** SHA-256 in hex, for entries over the size cap. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** A path in raw bytes, each given as a character 0-255, e.g. `rawName('\xff\xfe.txt')`. */
export function rawName(latin1: string): RawPath {
  return rawFromLatin1(latin1)
}
