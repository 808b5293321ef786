/**
 * What happened to a recording, as one JSON object: a line of `watch --json`, of the log files and of the
 * socket. See docs/json.md.
 */

import { type Change, type ChangeType, changedPath } from '../../model/change.ts'
import type { Gap } from '../../model/gap.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { SnapshotResult } from '../../record/snapshot/snapshot-request.ts'
import { type PathJson, pathJson } from '../../review/json/path.ts'
import { gapJson, snapshotJson } from '../../review/json/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'

export interface ChangeJson extends PathJson {
  change_type: ChangeType
  /** Where a renamed file was before. */
  renamed_from?: string
  renamed_from_base64?: string | undefined
}

export type SkippedJson = PathJson & { reason: SkipReason }

/** A snapshot, and what is new in it. */
export type SnapshotLine = ReturnType<typeof snapshotJson> & {
  root: string
  git_dir: string
  /** False when nothing had changed: then this is the latest snapshot there is. */
  is_new: boolean
  /** Whether nothing was recorded before it. */
  is_first: boolean
  changes_total: number
  /** The first of them when there are very many; none for a first snapshot. */
  changes: ChangeJson[]
  /** Some of what could not be recorded, when that is news. */
  skipped_files: SkippedJson[]
}

export type GapLine = ReturnType<typeof gapJson> & { root: string }

/** Something is not as it should be; recording goes on. */
interface WarningLine {
  type: 'warning'
  time: string
  root: string | null
  code: string
  message: string
  hint: string | null
}

export type RecordLine = SnapshotLine | GapLine | WarningLine

/** A line is one frame of the socket, which holds 1 MiB. */
const CHANGES_BYTES_MAX = 512 << 10
/** JSON may write a byte as six characters; base64 comes on top. */
const JSON_BYTES_PER_BYTE = 8

/** Returns the line of a snapshot; of many changes only as many as fit a frame. */
export function snapshotLine(
  { root, gitDir }: ShadowRepo,
  { snapshot, isNew }: SnapshotResult,
  changes: readonly Change[],
  skipped: readonly SkippedJson[],
): SnapshotLine {
  const isFirst = isNew && snapshot.parent === undefined
  return {
    ...snapshotJson(snapshot),
    root,
    git_dir: gitDir,
    is_new: isNew,
    is_first: isFirst,
    changes_total: changes.length,
    changes: isFirst ? [] : fitting(root, changes),
    skipped_files: [...skipped],
  }
}

function fitting(root: string, changes: readonly Change[]): ChangeJson[] {
  const fit: ChangeJson[] = []
  let sizeBytes = 0
  for (const change of changes) {
    const lengths = root.length + changedPath(change).length + (change.before?.path.length ?? 0)
    sizeBytes += 100 + JSON_BYTES_PER_BYTE * lengths
    if (sizeBytes > CHANGES_BYTES_MAX) break
    fit.push(changeJson(root, change))
  }
  return fit
}

function changeJson(root: string, change: Change): ChangeJson {
  const json: ChangeJson = { change_type: change.type, ...pathJson(root, changedPath(change)) }
  if (change.type !== 'renamed' || !change.before) return json
  const { path, path_base64 } = pathJson(root, change.before.path)
  return {
    ...json,
    renamed_from: path,
    renamed_from_base64: path_base64,
  }
}

/** Returns a path relative to the root that was not recorded, and why. */
export function skippedJson(root: string, path: RawPath, reason: SkipReason): SkippedJson {
  return { ...pathJson(root, path), reason }
}

export function gapLine(root: string, gap: Gap): GapLine {
  return { ...gapJson(gap), root }
}

/** Returns the line of a warning; `timeMs` is in milliseconds since the epoch. */
export function warningLine(
  timeMs: number,
  warning: { root?: string; code: string; message: string; hint?: string | undefined },
): WarningLine {
  const { root = null, code, message, hint = null } = warning
  return { type: 'warning', time: new Date(timeMs).toISOString(), root, code, message, hint }
}
