/** How git looks for the origins of files: the renames and copies of a diff. */
import { lstatSync } from 'node:fs'
import type { Change, ChangeType, Side } from '../../model/change.ts'
import type { Oid } from '../../model/oid.ts'
import { fsPath, rawFromText, rawToText } from '../../model/raw-path.ts'
import { HELD_CONTENT_BYTES_MAX } from '../process/isolation.ts'

/**
 * Where too many came and went, looking for copies makes git give up on renames too; without, it first pairs files
 * of the same base name, which moved folders keep. To tell how like two files are it holds both: where large ones
 * came and went, only the very same content is an origin.
 */
export type Origins = 'none' | 'renames-and-copies' | 'renames' | 'same-content'

/** A change of which git would have to hold a large content to find its origin. */
export interface Weighed extends Change {
  isHuge?: true
}

export const ORIGIN_ARGUMENTS: Record<Origins, readonly string[]> = {
  none: ['--no-renames'],
  'renames-and-copies': ['-M', '-C'],
  // What base names leave over is compared pair by pair: at 4,000 files, some seconds.
  renames: ['-M', '-l4000'],
  'same-content': ['-M100%', '-C100%'],
}

/** Of pairs of a new file and a possible origin; git's own limit. */
const PAIRS_MAX = 1_000 ** 2
const COME: readonly ChangeType[] = ['added', 'renamed', 'copied']
const SOURCES: readonly ChangeType[] = ['removed', 'renamed', 'modified', 'mode']

/** Returns how the origins of these changes are looked for; the same, whichever way they were found. */
export function originsOf(changes: readonly Weighed[]): Origins {
  const ofTypes = (types: readonly ChangeType[], among = changes) =>
    among.filter(({ type }) => types.includes(type))
  const huge = changes.filter(({ isHuge }) => isHuge)
  if (ofTypes(COME, huge).length > 0 && ofTypes(SOURCES, huge).length > 0) return 'same-content'
  const isMany = ofTypes(COME).length * ofTypes(SOURCES).length > PAIRS_MAX
  return isMany && ofTypes(['removed', 'renamed']).length > 0 ? 'renames' : 'renames-and-copies'
}

/** What is known of the sizes of contents. */
interface Sizes {
  of(oids: Iterable<Oid>): Promise<ReadonlyMap<Oid, number>>
  /** Where the files are that have not been hashed. */
  workTree?: string | undefined
}

/** Marks the changes of large content, where some came and some may be their origin. */
export async function weigh<Kind extends Change>(
  changes: readonly Kind[],
  known: Sizes,
): Promise<(Kind & Weighed)[]> {
  const has = (types: readonly ChangeType[]) => changes.some(({ type }) => types.includes(type))
  if (!has(COME) || !has(SOURCES)) return [...changes]
  const isHuge = await hugeAmong(changes, known)
  return changes.map((change) => (isHuge(change) ? { ...change, isHuge: true } : change))
}

/**
 * Returns the changes by which large content came or went: of such, unlike of two contents that differ, git reads
 * all only to say that it is not text.
 */
export async function largeAlone(
  changes: readonly Change[],
  known: Sizes,
): Promise<ReadonlySet<Change>> {
  const alone = changes.filter(({ before, after }) => {
    const path = (before ?? after)!.path
    return !(before && after) && rawFromText(rawToText(path)) === path
  })
  return new Set(alone.filter(await hugeAmong(alone, known)))
}

async function hugeAmong(
  changes: readonly Change[],
  { of, workTree }: Sizes,
): Promise<(change: Change) => boolean> {
  const sides = changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat())
  const sizes = await of(new Set(sides.flatMap(({ oid }) => oid ?? [])))
  const isHuge = (side: Side | undefined) =>
    side !== undefined && sizeOf(side, sizes, workTree) > HELD_CONTENT_BYTES_MAX
  return ({ before, after }) => isHuge(before) || isHuge(after)
}

function sizeOf({ oid, path }: Side, sizes: ReadonlyMap<Oid, number>, workTree?: string): number {
  if (oid !== undefined) return sizes.get(oid) ?? 0
  if (workTree === undefined) return 0
  return lstatSync(fsPath(workTree, path), { throwIfNoEntry: false })?.size ?? 0
}

/** Asks for the changes as they are, weighs them, and asks for their origins in the way that fits. */
export async function withOrigins<Kind extends Change>(
  ask: (origins: Origins) => Promise<Kind[]>,
  sizes: Sizes,
): Promise<(Kind & Weighed)[]> {
  const weighed = await weigh(await ask('none'), sizes)
  const found = await ask(originsOf(weighed))
  return weighed.some(({ isHuge }) => isHuge) ? await weigh(found, sizes) : found
}
