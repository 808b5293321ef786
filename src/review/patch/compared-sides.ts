/** Two states of a file, and how they differ: the rows of the patch between them. */
import { isUtf8 } from 'node:buffer'
import { type BlobDiffOptions, diffBlobs } from '../../git/compare/blob-diff.ts'
import { HELD_CONTENT_BYTES_MAX } from '../../git/process/isolation.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showBytes } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import { isBinaryBody } from '../changes/change-text.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { sideAt } from '../snapshot/lost-meta.ts'
import { type DiffRow, parsePatch } from './diff-rows.ts'
import { SourceText } from './source-text.ts'

/** A file in a snapshot. */
export interface FilePlace {
  snapshot: Snapshot
  path: RawPath
}

export interface FileSide extends FilePlace {
  /** Absent where nothing was recorded. */
  side: RecordedSide | undefined
  sizeBytes: number | undefined
}

/**
 * `same`: the content does not differ. `large`: there is more than is ever compared. `unheld`: over the size cap, only
 * size and hash were recorded. `folder`: there is no content.
 */
export type ComparedState = 'text' | 'binary' | 'same' | 'large' | 'unheld' | 'folder' | 'absent'

export interface ComparedText {
  rows: readonly DiffRow[]
  patch: Buffer
  before: SourceText
  after: SourceText
}

/** What git takes for binary. */
const LOOKED_AT_BYTES = 8_000

export async function readFileSide(
  view: RepoView,
  place: FilePlace | undefined,
): Promise<FileSide | undefined> {
  if (!place) return undefined
  const side = await sideAt(view, place.snapshot, place.path)
  const oid = side?.kind === 'folder' ? undefined : side?.oid
  const sizeBytes = oid ? (await view.sizes.of([oid])).get(oid) : side?.sizeBytes
  return { ...place, side, sizeBytes }
}

/** Says whether there is text to compare, as far as that can be told without reading it. */
export function stateOf(
  before: FileSide | undefined,
  after: FileSide | undefined,
): Exclude<ComparedState, 'binary'> {
  const sides = [before?.side, after?.side].filter((side) => side !== undefined)
  if (sides.length === 0) return 'absent'
  if (sides.some(({ kind }) => kind === 'large')) return 'unheld'
  if (sides.some(({ kind }) => kind === 'folder')) return 'folder'
  const [one, other] = sides
  if (one && other && one.oid === other.oid) return 'same'
  const isLarge = (side: FileSide | undefined) => (side?.sizeBytes ?? 0) > HELD_CONTENT_BYTES_MAX
  return isLarge(before) || isLarge(after) ? 'large' : 'text'
}

/** @throws {FlightrecError} corrupt-store */
export async function compareContents(
  view: RepoView,
  before: Oid | undefined,
  after: Oid | undefined,
  options: BlobDiffOptions,
): Promise<ComparedText | 'binary' | 'same'> {
  const contents = await Promise.all([before, after].map((oid) => contentOf(view, oid)))
  const [old, current] = contents as [Buffer, Buffer]
  if (contents.some((bytes) => bytes.subarray(0, LOOKED_AT_BYTES).includes(0))) return 'binary'
  const patch =
    before && after
      ? await diffBlobs(view.gitDir, before, after, options)
      : wholePatch(before ? '-' : '+', before ? old : current)
  if (isBinaryBody(patch)) return 'binary'
  if (patch.length === 0) return 'same'
  const [oldText, text] = [sourceText(old), sourceText(current)]
  return { rows: parsePatch(patch), patch, before: oldText, after: text }
}

async function contentOf(view: RepoView, oid: Oid | undefined): Promise<Buffer> {
  return oid === undefined ? Buffer.alloc(0) : await view.reader.get(oid, 'blob')
}

function sourceText(content: Buffer): SourceText {
  return new SourceText(isUtf8(content) ? content.toString('utf8') : showBytes(content))
}

/** Returns the patch of a content that came or went as a whole. */
function wholePatch(sign: '+' | '-', content: Buffer): Buffer {
  if (content.length === 0) return Buffer.alloc(0)
  const isEnded = content.at(-1) === 0x0a
  const lines = (isEnded ? content.subarray(0, -1) : content).toString('latin1').split('\n')
  const range = lines.length === 1 ? '1' : `1,${lines.length}`
  const head = sign === '+' ? `@@ -0,0 +${range} @@` : `@@ -${range} +0,0 @@`
  const rows = lines.map((line) => `${sign}${line}\n`).join('')
  const rest = isEnded ? '' : '\\ No newline at end of file\n'
  return Buffer.from(`${head}\n${rows}${rest}`, 'latin1')
}
