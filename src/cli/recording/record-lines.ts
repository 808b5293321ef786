/** Lines of a recording as people read them; the shapes are those of the first flightrec. */

import { CHANGE_SYMBOL } from '../../model/change.ts'
import { showNumber } from '../../model/counts.ts'
import { GAP_REASONS } from '../../model/gap.ts'
import { showPath, showText } from '../../model/show.ts'
import { CHANGE_STYLES } from '../../model/style.ts'
import { pathFromJson } from '../../review/json/path.ts'
import type {
  ChangeJson,
  GapLine,
  RecordLine,
  SnapshotLine,
} from '../../service/json/record-line.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Output } from '../terminal/output.ts'
import type { Style } from '../terminal/style.ts'

const CHANGES_SHOWN_MAX = 50
const SKIPPED_SHOWN_MAX = 10

/** Writes a line of a recording: data to stdout, warnings to stderr. */
export function writeRecordLine(out: Output, line: RecordLine): void {
  if (out.isJson) out.json(line)
  else if (line.type === 'snapshot')
    for (const text of snapshotText(line, out.style)) out.line(text)
  else if (line.type === 'gap') out.line(gapText(line))
  else {
    out.warn(showText(line.message))
    if (line.hint !== null) out.talk(`hint: ${showText(line.hint)}`)
  }
}

function snapshotText(line: SnapshotLine, style: Style): string[] {
  const what = `${countFiles(line.files)} → ${showHomely(line.git_dir)}`
  const head = `[${line.created_at}] snapshot ${line.snapshot_id} — ${what}`
  return [head, ...changesText(line, style), ...skippedText(line)]
}

function changesText(line: SnapshotLine, style: Style): string[] {
  if (line.is_first) return []
  if (!line.is_new) return ['  no changes.']
  const total = line.changes_total
  const shown = line.changes.slice(0, CHANGES_SHOWN_MAX)
  const texts = [`  ${showNumber(total)} ${total === 1 ? 'change' : 'changes'}:`]
  for (const change of shown) texts.push(`    ${changeText(line.root, change, style)}`)
  if (total > shown.length) texts.push(`    … and ${showNumber(total - shown.length)} more`)
  return texts
}

function changeText(root: string, change: ChangeJson, style: Style): string {
  const type = change.change_type
  const symbol = style(CHANGE_STYLES[type], CHANGE_SYMBOL[type])
  const path = showPath(pathFromJson(root, change)) || '.'
  const { renamed_from, renamed_from_base64: path_base64 } = change
  if (renamed_from === undefined) return `${symbol} ${path}`
  const from = { path: renamed_from, ...(path_base64 !== undefined && { path_base64 }) }
  return `${symbol} ${showPath(pathFromJson(root, from))} ${symbol} ${path}`
}

function skippedText(line: SnapshotLine): string[] {
  if (line.skipped_files.length === 0) return []
  const shown = line.skipped_files.slice(0, SKIPPED_SHOWN_MAX)
  const note = line.complete ? '' : '; this snapshot is incomplete'
  const texts = [`  ${showNumber(line.skipped)} not recorded${note}:`]
  for (const file of shown)
    texts.push(`    ! ${showPath(pathFromJson(line.root, file))} (${file.reason})`)
  const more = line.skipped - shown.length
  if (more > 0) texts.push(`    … and ${showNumber(more)} more`)
  return texts
}

function gapText(line: GapLine): string {
  const detail = line.detail === null ? '' : ` (${showText(line.detail)})`
  const seconds = showNumber(Math.round(line.duration_ms / 1000))
  return `[${line.to}] gap of ${seconds} s — ${GAP_REASONS[line.reason]}${detail}`
}

function countFiles(files: number): string {
  return `${showNumber(files)} ${files === 1 ? 'file' : 'files'}`
}
