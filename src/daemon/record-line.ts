/** What happened to a recording, as one JSON object: a line of `--json`, of the log files and of the socket. */
import { type Change, type ChangeType, changedPath } from '../model/change.ts'
import { GAP_REASONS, type Gap, type GapReason } from '../model/gap.ts'
import {
  isUtf8,
  type RawPath,
  rawFromBuffer,
  rawFromText,
  rawToBuffer,
  rawToText,
} from '../model/raw-path.ts'
import type { SnapshotResult } from '../record/recorder.ts'
import type { SkipReason } from '../store/meta.ts'
import type { ShadowRepo } from '../store/shadow-repos.ts'

/** A path relative to the root; with its bytes in base64 when it is not UTF-8. */
export interface PathJson {
  path: string
  path_base64?: string
}

export interface ChangeJson extends PathJson {
  change_type: ChangeType
  /** Where a renamed file was before. */
  renamed_from?: PathJson
}

export interface SnapshotLine {
  type: 'snapshot'
  version: 1
  snapshot_id: string
  created_at: string
  root: string
  git_dir: string
  commit: string
  trigger: string
  message: string | null
  files: number
  bytes: number
  skipped: number
  complete: boolean
  /** False when nothing had changed: then this is the latest snapshot there is. */
  is_new: boolean
  /** Whether nothing was recorded before it. */
  is_first: boolean
  changes_total: number
  /** The first of them when there are very many; none for a first snapshot. */
  changes: ChangeJson[]
  /** Some of what could not be recorded, when that is news. */
  skipped_files: (PathJson & { reason: SkipReason })[]
}

export interface GapLine {
  type: 'gap'
  version: 1
  root: string
  reason: GapReason
  meaning: string
  from: string
  to: string
  duration_ms: number
  detail: string | null
}

export interface WarningLine {
  type: 'warning'
  version: 1
  time: string
  root: string | null
  code: string
  message: string
  hint: string | null
}

export type RecordLine = SnapshotLine | GapLine | WarningLine

/** A line is one frame of the socket, which holds 1 MiB. */
const CHANGES_BYTES_MAX = 512 << 10

export function pathJson(path: RawPath): PathJson {
  const text = rawToText(path)
  return isUtf8(path)
    ? { path: text }
    : { path: text, path_base64: rawToBuffer(path).toString('base64') }
}

export function pathFromJson({ path, path_base64 }: PathJson): RawPath {
  return path_base64 === undefined
    ? rawFromText(path)
    : rawFromBuffer(Buffer.from(path_base64, 'base64'))
}

export function snapshotLine(
  repo: ShadowRepo,
  { snapshot, isNew }: SnapshotResult,
  changes: readonly Change[],
  skipped: SnapshotLine['skipped_files'],
): SnapshotLine {
  const isFirst = snapshot.parent === undefined
  return {
    type: 'snapshot',
    version: 1,
    snapshot_id: snapshot.id,
    created_at: new Date(snapshot.time).toISOString(),
    root: repo.root,
    git_dir: repo.gitDir,
    commit: snapshot.commit,
    trigger: snapshot.trigger,
    message: snapshot.message ?? null,
    files: snapshot.files,
    bytes: snapshot.bytes,
    skipped: snapshot.skipped,
    complete: snapshot.complete,
    is_new: isNew,
    is_first: isFirst && isNew,
    changes_total: changes.length,
    changes: isFirst ? [] : fitting(changes),
    skipped_files: skipped,
  }
}

function fitting(changes: readonly Change[]): ChangeJson[] {
  const fit: ChangeJson[] = []
  let sizeBytes = 0
  for (const change of changes) {
    const { type, before } = change
    const json: ChangeJson = { change_type: type, ...pathJson(changedPath(change)) }
    if (type === 'renamed' && before) json.renamed_from = pathJson(before.path)
    // JSON may write a byte as six characters.
    sizeBytes += 100 + 6 * (changedPath(change).length + (before?.path.length ?? 0))
    if (sizeBytes > CHANGES_BYTES_MAX) break
    fit.push(json)
  }
  return fit
}

export function gapLine(root: string, gap: Gap): GapLine {
  return {
    type: 'gap',
    version: 1,
    root,
    reason: gap.reason,
    meaning: GAP_REASONS[gap.reason],
    from: new Date(gap.from).toISOString(),
    to: new Date(gap.to).toISOString(),
    duration_ms: Math.max(0, gap.to - gap.from),
    detail: gap.detail ?? null,
  }
}

export function warningLine(
  timeMs: number,
  warning: { root?: string; code: string; message: string; hint?: string },
): WarningLine {
  const { root = null, code, message, hint = null } = warning
  return {
    type: 'warning',
    version: 1,
    time: new Date(timeMs).toISOString(),
    root,
    code,
    message,
    hint,
  }
}
