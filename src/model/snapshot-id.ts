/** Snapshot ids: the moment of the snapshot in UTC, `YYYYMMDDTHHmmss-mmm`; they sort as time does. */
export type SnapshotId = string & { readonly brand: 'SnapshotId' }

const ID = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})-(\d{3})$/

/** Returns the id of a moment, in milliseconds since the epoch. */
export function formatSnapshotId(timeMs: number): SnapshotId {
  const iso = new Date(timeMs).toISOString()
  return `${iso.slice(0, 19).replaceAll(/[-:]/g, '')}-${iso.slice(20, 23)}` as SnapshotId
}

/** Milliseconds since the epoch of a whole id; undefined when `text` is not one. */
export function snapshotIdTime(text: string): number | undefined {
  const parts = ID.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second, ms] = parts
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
  return Number.isNaN(time) ? undefined : time
}

export function isSnapshotId(text: string): text is SnapshotId {
  return snapshotIdTime(text) !== undefined
}

/**
 * Returns the id for a snapshot taken now: later than `previous` even when the clock was set back or
 * two snapshots land in one millisecond.
 */
export function nextSnapshotId(nowMs: number, previous: SnapshotId | undefined): SnapshotId {
  const previousMs = previous === undefined ? undefined : snapshotIdTime(previous)
  return formatSnapshotId(previousMs === undefined ? nowMs : Math.max(nowMs, previousMs + 1))
}
