/** One file as a snapshot holds it. */
import { isUtf8 } from 'node:buffer'
import { copyBlob } from '../../git/objects/copy-blob.ts'
import { HELD_CONTENT_BYTES_MAX } from '../../git/process/isolation.ts'
import { corruptStore, FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatSize } from '../../model/units.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { pathJson } from '../repo/root-paths.ts'
import { sideAt } from './lost-meta.ts'
import { type RecordedSide, TreeLookup } from './tree-lookup.ts'

export interface FileAt {
  path: RawPath
  side: RecordedSide
  sizeBytes: number
}

/**
 * Finds a file or link.
 * @throws {FlightrecError} usage, when the snapshot has no content for the path; the message says why.
 */
export async function findFileAt(
  view: RepoView,
  snapshot: Snapshot,
  path: RawPath,
): Promise<FileAt> {
  const side = await sideAt(view, snapshot, path)
  if (side?.oid && side.kind !== 'folder') {
    const sizeBytes = (await view.sizes.of([side.oid])).get(side.oid)
    if (sizeBytes === undefined) throw corruptStore(`object ${side.oid} is missing`)
    return { path, side, sizeBytes }
  }
  const shown = `'${showPath(path)}'`
  const why = await missingBecause(new TreeLookup(view.reader, snapshot), side, path)
  throw new FlightrecError('usage', `no content of ${shown} in ${snapshot.id}: ${why}`, {
    hint: `Run \`flightrec log -- ${showPath(path) || '.'}\` to see when it changed.`,
  })
}

async function missingBecause(
  tree: TreeLookup,
  side: RecordedSide | undefined,
  path: RawPath,
): Promise<string> {
  if (side?.kind === 'folder') return 'it is a folder'
  if (side?.kind === 'large') return `at ${formatSize(side.sizeBytes ?? 0)} it is over the size cap`
  const skipped = await tree.metaEntry(path)
  return skipped?.kind === 'skipped'
    ? `it was not recorded (${skipped.reason})`
    : 'it was not there'
}

/**
 * Hands the bytes of the file, or the target of the link, to `write`, piece by piece.
 * @throws {FlightrecError} corrupt-store, also after all was written.
 */
export async function copyFileAt(
  view: RepoView,
  { side, sizeBytes }: FileAt,
  write: (piece: Buffer) => void | Promise<void>,
): Promise<void> {
  await copyBlob(view.reader, view.gitDir, { oid: side.oid!, sizeBytes }, write)
}

/** What one JSON value can hold is held; of a larger file all but the content is told. */
export async function fileAtJson(view: RepoView, snapshot: Snapshot, file: FileAt) {
  const { path, side, sizeBytes } = file
  const facts = {
    type: 'file' as const,
    snapshot_id: snapshot.id,
    ...pathJson(view.repo.root, path),
    kind: side.kind,
    mode: side.mode.toString(8).padStart(6, '0'),
    size: sizeBytes,
    blob_hash: side.oid!,
  }
  if (sizeBytes > HELD_CONTENT_BYTES_MAX)
    return { ...facts, content: null, content_base64: null, content_omitted: true as const }
  const content = await view.reader.get(side.oid!, 'blob')
  const isText = isUtf8(content)
  return {
    ...facts,
    content: isText ? content.toString('utf8') : null,
    content_base64: isText ? null : content.toString('base64'),
  }
}
