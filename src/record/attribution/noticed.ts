/** When the file system told of a path, and in which order: what attribution knows of the time of a change. */
import type { RawPath } from '../../model/raw-path.ts'

/** The places of the first and the last notice of a path among all notices. */
export interface NoticeOrder {
  first: number
  last: number
}

export type OrderOf = (path: RawPath) => NoticeOrder | undefined

/** When a path was first and last named, in milliseconds since the epoch. */
export interface Noticed {
  first: number
  last: number
  /** The places among all notices, where the watcher knows them. */
  order?: NoticeOrder | undefined
}

/** Returns what both tell of one path, of which `earlier` came first. */
export function joinNoticed(
  earlier: Noticed | undefined,
  later: Noticed | undefined,
): Noticed | undefined {
  if (!earlier || !later) return earlier ?? later
  const [before, after] = [earlier.order, later.order]
  const order = before && after && { first: before.first, last: after.last }
  return { first: earlier.first, last: later.last, order }
}
