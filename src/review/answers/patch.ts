/** How a file differs between two snapshots, a part of its rows at a time. */
import type { BlobDiffOptions } from '../../git/compare/blob-diff.ts'
import { FlightrecError } from '../../model/errors.ts'
import { type RawPath, rawToText } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { isSnapshotId } from '../../model/snapshot-id.ts'
import type { SecretFinder } from '../../rules/redaction/secret-finder.ts'
import { patchJson } from '../json/patch.ts'
import {
  compareContents,
  type FilePlace,
  type FileSide,
  readFileSide,
  stateOf,
} from '../patch/compared-sides.ts'
import { DrawnPatch } from '../patch/drawn-patch.ts'
import type { Reading } from './reading.ts'

/** A file in a snapshot, by their names. */
export interface FileByName {
  /** A whole id. */
  snapshot: string
  path: RawPath
}

interface PatchRequest {
  before: FileByName | undefined
  after: FileByName | undefined
  options: BlobDiffOptions
  isBeside: boolean
  start: number
  count: number
  isVeiled: boolean
  finder: SecretFinder
}

/** Keeps what was compared, for the next part of it. */
export interface ComparisonKeeper {
  keep(key: string, compare: () => Promise<KeptComparison>): Promise<KeptComparison>
}

export interface KeptComparison {
  pages: DrawnPatch | 'binary' | 'same'
  /** About how much memory it takes. */
  sizeBytes: number
}

/** @throws {FlightrecError} usage, unknown-snapshot, corrupt-store */
export async function answerPatch(
  reading: Reading,
  request: PatchRequest,
  kept: ComparisonKeeper,
): Promise<ReturnType<typeof patchJson>> {
  const [before, after] = await Promise.all(
    [request.before, request.after].map(async (named) =>
      readFileSide(reading.view, named && (await placeOf(reading, named))),
    ),
  )
  const state = stateOf(before, after)
  const facts = { before, after, isVeiled: request.isVeiled, unreadable: reading.view.unreadable }
  if (state !== 'text')
    return patchJson({ ...NOTHING, ...facts, state, unreadable: [...facts.unreadable] })
  const { pages } = await kept.keep(keyOf(reading, before, after, request), () =>
    compare(reading, before, after, request),
  )
  const unreadable = [...reading.view.unreadable]
  if (!(pages instanceof DrawnPatch))
    return patchJson({ ...NOTHING, ...facts, state: pages, unreadable })
  const { isBeside, start } = request
  return patchJson({
    ...facts,
    state,
    rows: await (isBeside ? pages.beside(request) : pages.unified(request)),
    isBeside,
    start,
    total: isBeside ? pages.pairs.length : pages.rows.length,
    lines: pages.lines,
    secrets: await pages.secrets(),
    unreadable,
  })
}

const NOTHING = {
  rows: [],
  isBeside: false,
  start: 0,
  total: 0,
  lines: { added: 0, removed: 0 },
  secrets: { count: 0, rules: [] },
}

async function compare(
  { view }: Reading,
  before: FileSide | undefined,
  after: FileSide | undefined,
  { options, finder }: PatchRequest,
): Promise<KeptComparison> {
  const compared = await compareContents(view, before?.side?.oid, after?.side?.oid, options)
  if (typeof compared === 'string') return { pages: compared, sizeBytes: 100 }
  const nameOf = (side: FileSide | undefined) => rawToText((side ?? after ?? before)!.path)
  const names = { before: nameOf(before), after: nameOf(after) }
  const { text: old } = compared.before
  const sizeBytes = 2 * (old.length + compared.after.text.length) + 100 * compared.rows.length
  return { pages: new DrawnPatch(compared, names, finder), sizeBytes }
}

function keyOf(
  { repo }: Reading,
  before: FileSide | undefined,
  after: FileSide | undefined,
  { options }: PatchRequest,
): string {
  const oids = [before?.side?.oid, after?.side?.oid, before?.path, after?.path]
  return JSON.stringify([repo.gitDir, ...oids, options])
}

async function placeOf({ snapshots }: Reading, { snapshot, path }: FileByName): Promise<FilePlace> {
  return { snapshot: await wholeSnapshot(snapshots, snapshot), path }
}

/** @throws {FlightrecError} usage, when `id` is no whole id: an answer that never changes needs one. */
export async function wholeSnapshot(
  snapshots: Reading['snapshots'],
  id: string,
): Promise<Snapshot> {
  if (isSnapshotId(id)) return await snapshots.get(id)
  throw new FlightrecError('usage', `'${showText(id)}' is no whole id of a snapshot`)
}
