/**
 * What git's tree cannot hold, kept as a tree beside it: for each folder that has any, a blob `entries` with
 * one JSON object a line, and a subtree `+<name>` for each folder below. See docs/format.md.
 */
import { parseCommit } from '../../git/objects/commit-format.ts'
import { fromGitName, toGitName } from '../../git/objects/names.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { parseTree } from '../../git/objects/tree-format.ts'
import { corruptStore } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import {
  isUtf8,
  joinRaw,
  type RawPath,
  rawFromLatin1,
  rawFromText,
  rawToBuffer,
  rawToText,
} from '../../model/raw-path.ts'

/** Why a path is in no snapshot's tree. */
export type SkipReason =
  | 'fifo'
  | 'socket'
  | 'device'
  | 'unreadable'
  | 'torn'
  | 'too-large'
  | 'pseudo-filesystem'
  | 'vanished'
  | 'moved'
  | 'io-error'

/** What is recorded of one name of a folder beyond its entry in git's tree. At least one field is set. */
export interface MetaEntry {
  name: RawPath
  /**
   * Set where the name has no entry in git's tree: an empty folder, a file over the size cap, or something
   * that could not be recorded. Absent: the entry is in the tree, and the rest adds to it.
   */
  kind?: 'folder' | 'large' | 'skipped'
  /** Permission bits (07777), when they are not git's 0644, 0755. */
  mode?: number
  /** Owner, when it is not the root's. */
  uid?: number
  gid?: number
  /** Of a file over the size cap. */
  sizeBytes?: number
  sha256?: string
  /** Why it was skipped; `torn` may also stand on an entry that is in the tree. */
  reason?: SkipReason
}

/** The name under which the root folder's own mode stands among the root's entries. */
export const ROOT_ITSELF = rawFromText('.')

/** Serializes the entries of one folder, sorted by name: one JSON object a line. */
export function formatMetaEntries(entries: readonly MetaEntry[]): Buffer {
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))
  return Buffer.from(sorted.map((entry) => `${JSON.stringify(toJson(entry))}\n`).join(''), 'utf8')
}

interface MetaJson {
  name?: string
  name_base64?: string
  kind?: 'folder' | 'large' | 'skipped' | undefined
  mode?: string | undefined
  uid?: number | undefined
  gid?: number | undefined
  size?: number | undefined
  sha256?: string | undefined
  reason?: SkipReason | undefined
}

function toJson(entry: MetaEntry): MetaJson {
  const exact = isUtf8(entry.name)
  return {
    ...(exact
      ? { name: rawToText(entry.name) }
      : { name_base64: rawToBuffer(entry.name).toString('base64') }),
    kind: entry.kind,
    mode: entry.mode?.toString(8).padStart(4, '0'),
    uid: entry.uid,
    gid: entry.gid,
    size: entry.sizeBytes,
    sha256: entry.sha256,
    reason: entry.reason,
  }
}

/** @throws {FlightrecError} corrupt-store */
export function parseMetaEntries(bytes: Buffer): MetaEntry[] {
  const lines = bytes.toString('utf8').split('\n').slice(0, -1)
  try {
    return lines.map((line) => fromJson(JSON.parse(line) as MetaJson))
  } catch (cause) {
    throw corruptStore('a list of modes and skipped files cannot be read', cause)
  }
}

function fromJson(json: MetaJson): MetaEntry {
  const encoded = json.name_base64
  const name =
    encoded === undefined
      ? rawFromText(json.name!)
      : rawFromLatin1(Buffer.from(encoded, 'base64').toString('latin1'))
  return {
    name,
    ...(json.kind && { kind: json.kind }),
    ...(json.mode !== undefined && { mode: Number.parseInt(json.mode, 8) }),
    ...(json.uid !== undefined && { uid: json.uid }),
    ...(json.gid !== undefined && { gid: json.gid }),
    ...(json.size !== undefined && { sizeBytes: json.size }),
    ...(json.sha256 !== undefined && { sha256: json.sha256 }),
    ...(json.reason && { reason: json.reason }),
  }
}

/** The name, in a meta tree, of the subtree for folder `name`. */
export function metaFolderName(name: RawPath): RawPath {
  return rawFromLatin1(`+${toGitName(name, false)}`)
}

export const META_ENTRIES = rawFromText('entries')

/** What a meta tree says of one folder. */
export interface MetaFolder {
  entries: ReadonlyMap<RawPath, MetaEntry>
  /** The meta trees of the folders in it that have any, by name. */
  trees: ReadonlyMap<RawPath, Oid>
}

export async function metaTreeOf(reader: ObjectReader, commit: Oid): Promise<Oid> {
  return parseCommit(await reader.get(commit, 'commit')).tree
}

/** @throws {FlightrecError} corrupt-store */
export async function readMetaFolder(
  reader: ObjectReader,
  tree: Oid | undefined,
): Promise<MetaFolder> {
  let entries: MetaEntry[] = []
  const trees = new Map<RawPath, Oid>()
  for (const { gitName, oid } of tree ? parseTree(await reader.get(tree, 'tree')) : []) {
    if (gitName === META_ENTRIES) entries = parseMetaEntries(await reader.get(oid, 'blob'))
    else trees.set(fromGitName(rawFromLatin1(gitName.slice(1))), oid)
  }
  return { entries: new Map(entries.map((entry) => [entry.name, entry])), trees }
}

/**
 * Reads a whole meta tree: entries by the path of their folder ('' is the root). `onTree` is told the object
 * name of each folder's subtree.
 */
export async function readMetaTree(
  reader: ObjectReader,
  tree: Oid,
  onTree?: (folder: RawPath, oid: Oid) => void,
): Promise<Map<RawPath, MetaEntry[]>> {
  const folders = new Map<RawPath, MetaEntry[]>()
  const read = async (oid: Oid, folder: RawPath): Promise<void> => {
    onTree?.(folder, oid)
    const { entries, trees } = await readMetaFolder(reader, oid)
    if (entries.size > 0) folders.set(folder, [...entries.values()])
    await Promise.all([...trees].map(([name, below]) => read(below, joinRaw(folder, name))))
  }
  await read(tree, rawFromText(''))
  return folders
}
