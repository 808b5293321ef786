/** The two versions of a file that are compared: A, the older one, and B. The address holds them by their snapshots. */
import { signal } from '@preact/signals'
import type { AnswerOf } from '../../../api/route.ts'
import type { ROUTES } from '../../../api/routes.ts'

export type LifeAnswer = AnswerOf<typeof ROUTES.fileLife>
export type SentVersion = LifeAnswer['versions'][number]
export type LinesAnswer = AnswerOf<typeof ROUTES.fileLines>

/** How many lines differ; undefined until that is known. */
export const lineCounts = signal<{ added: number; removed: number } | undefined>(undefined)

export interface VersionPair {
  /** Undefined: B is shown alone. */
  a: SentVersion | undefined
  b: SentVersion
  /** Both stand beside each other in the list of versions, at these places. */
  placeA: number
  placeB: number
}

/** What the address says: snapshots, of which any names the version that held then. */
export interface AskedVersions {
  a?: string | undefined
  b?: string | undefined
  /** `yes`: without A. */
  alone?: string | undefined
}

/** Unless it is said otherwise the latest is compared with the one before. */
export function comparedOf(
  versions: readonly SentVersion[],
  { a, b, alone }: AskedVersions,
): VersionPair | undefined {
  const placeB = placeOf(versions, b) ?? versions.length - 1
  const one = versions[placeB]
  if (!one) return undefined
  const placeA = alone === 'yes' ? -1 : Math.min(placeOf(versions, a) ?? placeB - 1, placeB - 1)
  return { a: versions[placeA], b: one, placeA, placeB }
}

/** Ids of snapshots stand in the order of time. */
function placeOf(versions: readonly SentVersion[], id: string | undefined): number | undefined {
  if (id === undefined) return undefined
  const place = versions.findLastIndex(({ snapshot }) => snapshot.snapshot_id <= id)
  return place < 0 ? undefined : place
}

/** Returns the parameters that show A or B one version on, or back; undefined at either end. */
export function moved(
  versions: readonly SentVersion[],
  { placeA, placeB }: VersionPair,
  which: 'a' | 'b',
  by: 1 | -1,
): AskedVersions | undefined {
  const place = (which === 'a' ? placeA : placeB) + by
  const version = versions[place]
  if (!version || (which === 'a' && place >= placeB)) return undefined
  const id = version.snapshot.snapshot_id
  return which === 'a' ? { a: id, alone: undefined } : { b: id, ...keptA(versions, placeA, place) }
}

/** A stays where it is as long as it is older. */
function keptA(versions: readonly SentVersion[], placeA: number, placeB: number): AskedVersions {
  const kept = versions[Math.min(placeA, placeB - 1)]
  return kept ? { a: kept.snapshot.snapshot_id } : {}
}

/** A file that is gone has no content. */
export function isGone({ change }: SentVersion): boolean {
  return change?.change_type === 'removed'
}
