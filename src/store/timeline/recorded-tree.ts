/** A snapshot as a tree of what was recorded: git's tree and the metadata beside it, put together. */
import { parseCommit } from '../../git/objects/commit-format.ts'
import { fromGitName } from '../../git/objects/names.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { MODE_EXECUTABLE, MODE_LINK, MODE_TREE, parseTree } from '../../git/objects/tree-format.ts'
import { EMPTY_TREE, type Oid } from '../../model/oid.ts'
import type { PathScope } from '../../model/path-scope.ts'
import { baseRaw, joinRaw, parentRaw, type RawPath, rawFromText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type MetaEntry, ROOT_ITSELF, readMetaTree, type SkipReason } from './meta.ts'

/** One recorded name. `large` is known by size and hash only; of `skipped` nothing but the reason is known. */
export interface RecordedNode {
  kind: 'file' | 'link' | 'folder' | 'large' | 'skipped'
  /** Permission bits (07777); of no meaning for links. */
  mode: number
  /** Of a file or a link. */
  oid?: Oid
  /** Owner, when it is not the root's. */
  uid?: number
  gid?: number
  /** Of `large`. */
  sizeBytes?: number
  sha256?: string
  /** Of `skipped`; `torn` also on a file that changed while it was recorded. */
  reason?: SkipReason
  /** Of a folder, by name, in the order of their bytes. */
  children?: Map<RawPath, RecordedNode>
}

const TOP = rawFromText('')

/**
 * Reads what `snapshot` holds of the paths in `scope` and of the folders that lead to them.
 * @throws {FlightrecError} corrupt-store
 */
export async function readRecordedTree(
  reader: ObjectReader,
  snapshot: Pick<Snapshot, 'tree' | 'meta'>,
  scope: PathScope,
): Promise<RecordedNode> {
  const meta = await readMeta(reader, snapshot.meta)
  const inMetaOnly = foldersIn(meta.keys())

  const readFolder = async (
    oid: Oid | undefined,
    path: RawPath,
  ): Promise<Map<RawPath, RecordedNode>> => {
    const nodes = new Map<RawPath, RecordedNode | Promise<RecordedNode>>()
    const below = async (node: RecordedNode, tree: Oid | undefined, name: RawPath) => {
      return { ...node, children: await readFolder(tree, joinRaw(path, name)) }
    }
    const described = new Map((meta.get(path) ?? []).map((entry) => [entry.name, entry]))
    for (const entry of oid ? parseTree(await reader.get(oid, 'tree')) : []) {
      const name = fromGitName(entry.gitName)
      if (!scope.leadsTo(joinRaw(path, name))) continue
      const node = nodeInTree(entry.mode, entry.oid, described.get(name))
      nodes.set(name, entry.mode === MODE_TREE ? below(node, entry.oid, name) : node)
    }
    for (const [name, entry] of described) {
      if (!entry.kind || nodes.has(name) || !scope.leadsTo(joinRaw(path, name))) continue
      const node = nodeBeside(entry)
      nodes.set(name, entry.kind === 'folder' ? below(node, undefined, name) : node)
    }
    for (const name of inMetaOnly.get(path) ?? []) {
      if (nodes.has(name) || !scope.leadsTo(joinRaw(path, name))) continue
      nodes.set(
        name,
        below(nodeInTree(MODE_TREE, EMPTY_TREE, described.get(name)), undefined, name),
      )
    }
    const all = await Promise.all(
      [...nodes].map(async ([name, node]) => [name, await node] as const),
    )
    return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  const itself = meta.get(TOP)?.find((entry) => entry.name === ROOT_ITSELF)
  const children = await readFolder(snapshot.tree, TOP)
  return { kind: 'folder', mode: itself?.mode ?? 0o755, children }
}

/** Returns the names of folders by the folder they are in, for these folders and all above them. */
function foldersIn(paths: Iterable<RawPath>): Map<RawPath, Set<RawPath>> {
  const names = new Map<RawPath, Set<RawPath>>()
  for (const path of paths) {
    for (let at = path; at !== ''; at = parentRaw(at)) {
      const siblings = names.get(parentRaw(at)) ?? new Set()
      names.set(parentRaw(at), siblings.add(baseRaw(at)))
    }
  }
  return names
}

async function readMeta(reader: ObjectReader, commit: Oid | undefined) {
  if (commit === undefined) return new Map<RawPath, MetaEntry[]>()
  return await readMetaTree(reader, parseCommit(await reader.get(commit, 'commit')).tree)
}

function nodeInTree(gitMode: number, oid: Oid, more: MetaEntry | undefined): RecordedNode {
  if (gitMode === MODE_TREE) return { kind: 'folder', mode: 0o755, ...known(more) }
  if (gitMode === MODE_LINK) return { kind: 'link', mode: 0o777, oid, ...known(more) }
  return { kind: 'file', mode: gitMode === MODE_EXECUTABLE ? 0o755 : 0o644, oid, ...known(more) }
}

function nodeBeside(more: MetaEntry): RecordedNode {
  const kind = more.kind!
  const mode = kind === 'folder' ? 0o755 : 0o644
  return { kind, mode, ...known(more) }
}

/** What metadata adds to a node, without its name and kind. */
function known(more: MetaEntry | undefined): Omit<Partial<RecordedNode>, 'kind'> {
  const { name: _name, kind: _kind, ...rest } = more ?? ({} as Partial<MetaEntry>)
  return rest
}

/** Returns the node at `path`, '' being the root; undefined when nothing was recorded there. */
export function findRecorded(root: RecordedNode, path: RawPath): RecordedNode | undefined {
  if (path === '') return root
  let node: RecordedNode | undefined = root
  for (const name of path.split('/')) node = node?.children?.get(name as RawPath)
  return node
}
