/** One file as a snapshot holds it. */
import { isUtf8 } from 'node:buffer'
import { FlightrecError } from '../../model/errors.ts'
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
  /** The bytes of a file, the target of a link. */
  content: Buffer
}

/** @throws {FlightrecError} usage, when the snapshot has no content for the path; the message says why. */
export async function readFileAt(
  view: RepoView,
  snapshot: Snapshot,
  path: RawPath,
): Promise<FileAt> {
  const side = await sideAt(view, snapshot, path)
  if (side?.oid && side.kind !== 'folder') {
    return { path, side, content: await view.reader.get(side.oid, 'blob') }
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

export function fileAtJson(root: string, snapshot: Snapshot, { path, side, content }: FileAt) {
  const isText = isUtf8(content)
  return {
    type: 'file' as const,
    snapshot_id: snapshot.id,
    ...pathJson(root, path),
    kind: side.kind,
    mode: side.mode.toString(8).padStart(6, '0'),
    size: content.length,
    blob_hash: side.oid!,
    content: isText ? content.toString('utf8') : null,
    content_base64: isText ? null : content.toString('base64'),
  }
}
