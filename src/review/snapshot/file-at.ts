/** One file as a snapshot holds it. */
import { copyBlob } from '../../git/objects/copy-blob.ts'
import { corruptStore, FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { formatSize } from '../../model/units.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { sideAt } from './lost-meta.ts'

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
  if (side?.oid) {
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
  const skipped = await tree.at(path)
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
