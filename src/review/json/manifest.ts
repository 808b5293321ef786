/** The list of all that a snapshot holds, made from its trees: SnapshotManifest, see docs/json.md. */
import { createHash, type Hash } from 'node:crypto'
import { listTree } from '../../git/compare/tree-list.ts'
import { scanBlobs } from '../../git/objects/blob-scan.ts'
import { MODE_TREE } from '../../git/objects/tree-format.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { MetaEntry } from '../../store/timeline/meta.ts'
import { readMetaByPath } from '../../store/timeline/meta-by-path.ts'
import { recordedNode, recordedSide } from '../../store/timeline/recorded-tree.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { modeJson, pathJson } from './path.ts'

/** Content with a NUL in so many first bytes is not text. */
const SNIFFED_BYTES = 8192

interface ContentFacts {
  isText: boolean
  sha256?: string | undefined
}

/** Reads the content of every file, to tell text from binary; `withSha256` adds content hashes. */
export async function manifestJson(view: RepoView, snapshot: Snapshot, withSha256: boolean) {
  const { root } = view.repo
  const meta = await readMetaByPath(view.reader, snapshot)
  const listed = await listTree(view.gitDir, snapshot.tree)
  const contents = await readContents(
    view.gitDir,
    new Set(listed.map(({ oid }) => oid)),
    withSha256,
  )
  const files = listed.map(({ path, mode, oid, sizeBytes }) => {
    const entry = meta.get(path)
    const { isText, sha256 } = contents.get(oid)!
    return {
      sortKey: path,
      json: {
        ...pathJson(root, path),
        size: sizeBytes,
        blob_hash: oid,
        is_text: isText,
        mode: modeJson(modeOf(path, mode, entry)),
        mtime: null,
        ...ownerJson(entry),
        incomplete: entry?.reason,
        sha256,
      },
    }
  })
  const beside = [...meta].map(([path, entry]) => ({ path, entry }))
  const folders = beside.filter(({ entry }) => entry.kind === 'folder' || entry.kind === undefined)
  const listedPaths = new Set(listed.map(({ path }) => path))
  return {
    type: 'manifest' as const,
    snapshot_id: snapshot.id,
    created_at: new Date(snapshot.time).toISOString(),
    roots: [root],
    files: bySortKey(files),
    folders: bySortKey(
      folders
        .filter(({ path }) => !listedPaths.has(path))
        .map(({ path, entry }) => ({ sortKey: path, json: folderJson(root, path, entry) })),
    ),
    skipped: bySortKey(
      beside
        .filter(({ entry }) => entry.kind === 'large' || entry.kind === 'skipped')
        .map(({ path, entry }) => ({ sortKey: path, json: skippedJson(root, path, entry) })),
    ),
    totals: {
      files: listed.length,
      bytes: listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      skipped: beside.filter(({ entry }) => entry.kind === 'large' || entry.kind === 'skipped')
        .length,
      complete: snapshot.complete,
    },
  }
}

function bySortKey<Value>(items: { sortKey: RawPath; json: Value }[]): Value[] {
  return items.sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1)).map(({ json }) => json)
}

function folderJson(root: string, path: RawPath, entry: MetaEntry) {
  const mode = modeJson(modeOf(path, MODE_TREE, entry))
  return { ...pathJson(root, path), mode, is_empty: entry.kind === 'folder', ...ownerJson(entry) }
}

function skippedJson(root: string, path: RawPath, entry: MetaEntry) {
  return {
    ...pathJson(root, path),
    reason: entry.kind === 'large' ? ('too-large' as const) : (entry.reason ?? 'io-error'),
    size: entry.sizeBytes,
    sha256: entry.sha256,
  }
}

function modeOf(path: RawPath, mode: number, entry: MetaEntry | undefined): number {
  return recordedSide(path, recordedNode({ mode }, entry))!.mode
}

function ownerJson(entry: MetaEntry | undefined) {
  return {
    uid: entry?.uid,
    gid: entry?.gid,
  }
}

async function readContents(
  gitDir: string,
  oids: ReadonlySet<Oid>,
  withSha256: boolean,
): Promise<Map<Oid, ContentFacts>> {
  const facts = new Map<Oid, ContentFacts>()
  await scanBlobs(gitDir, [...oids], (oid) => {
    const hash: Hash | undefined = withSha256 ? createHash('sha256') : undefined
    let seenBytes = 0
    let isText = true
    return {
      take: (piece) => {
        if (seenBytes < SNIFFED_BYTES) {
          isText &&= !piece.subarray(0, SNIFFED_BYTES - seenBytes).includes(0)
        }
        seenBytes += piece.length
        hash?.update(piece)
      },
      end: () => facts.set(oid, { isText, sha256: hash?.digest('hex') }),
    }
  })
  return facts
}
