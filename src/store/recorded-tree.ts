/** A snapshot as a tree of what was recorded: git's tree and the metadata beside it, put together. */
import { parseCommit } from '../git/commit-format.ts'
import { fromGitName } from '../git/names.ts'
import type { ObjectReader } from '../git/object-reader.ts'
import { MODE_EXECUTABLE, MODE_LINK, MODE_TREE, parseTree } from '../git/tree-format.ts'
import type { Oid } from '../model/oid.ts'
import { isWithin, joinRaw, type RawPath, rawFromText } from '../model/raw-path.ts'
import type { Snapshot } from '../model/snapshot.ts'
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
 * Reads what `snapshot` holds of `paths` and of the folders that lead to them; a path of '' is everything.
 * @throws {FlightrecError} corrupt-store
 */
export async function readRecordedTree(
  reader: ObjectReader,
  snapshot: Pick<Snapshot, 'tree' | 'meta'>,
  paths: readonly RawPath[],
): Promise<RecordedNode> {
  const meta = await readMeta(reader, snapshot.meta)
  const wanted = (path: RawPath) =>
    paths.some((asked) => isWithin(asked, path) || isWithin(path, asked))

  const readFolder = async (oid: Oid, path: RawPath): Promise<Map<RawPath, RecordedNode>> => {
    const nodes: [RawPath, RecordedNode | Promise<RecordedNode>][] = []
    const described = new Map((meta.get(path) ?? []).map((entry) => [entry.name, entry]))
    for (const entry of parseTree(await reader.get(oid, 'tree'))) {
      const name = fromGitName(entry.gitName)
      const below = joinRaw(path, name)
      if (!wanted(below)) continue
      const more = described.get(name)
      described.delete(name)
      const node = nodeInTree(entry.mode, entry.oid, more)
      if (entry.mode !== MODE_TREE) nodes.push([name, node])
      else
        nodes.push([name, readFolder(entry.oid, below).then((children) => ({ ...node, children }))])
    }
    for (const more of described.values()) {
      if (more.kind && wanted(joinRaw(path, more.name))) nodes.push([more.name, nodeBeside(more)])
    }
    const all = await Promise.all(
      nodes.map(async ([name, node]) => [name, await node] as [RawPath, RecordedNode]),
    )
    return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  const itself = meta.get(TOP)?.find((entry) => entry.name === ROOT_ITSELF)
  const children = await readFolder(snapshot.tree, TOP)
  return { kind: 'folder', mode: itself?.mode ?? 0o755, children }
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
  return { kind, mode, ...known(more), ...(kind === 'folder' && { children: new Map() }) }
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
