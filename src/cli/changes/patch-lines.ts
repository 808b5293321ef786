/** A diff as a patch for people: git's form, with names and content that cannot do anything to a terminal. */
import { type DiffQuery, diffPatches } from '../../git/compare/diff.ts'
import { changedPath } from '../../model/change.ts'
import { showBytes, showPath } from '../../model/show.ts'
import { ownerText } from '../../review/changes/change-name.ts'
import { isBinaryBody, isTextual } from '../../review/changes/change-text.ts'
import type { RecordedChange, SnapshotDiff } from '../../review/changes/snapshot-diff.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import type { Output } from '../terminal/output.ts'
import type { Style } from '../terminal/style.ts'
import { isTooLargeForLines, type SideSizes, sidesSizes, sizeChange } from './unlined.ts'

const DRAIN_EVERY = 50

/** Writes the patch of all changes, in order of path. */
export async function writePatch(
  out: Output,
  view: RepoView,
  query: DiffQuery,
  diff: SnapshotDiff,
  signal: AbortSignal,
): Promise<void> {
  const byPath = new Map(diff.changes.map((change) => [changedPath(change), change]))
  const inGit = new Set(diff.gitChanges.map(changedPath))
  const beside = diff.changes.filter((change) => !inGit.has(changedPath(change)))
  let written = 0
  for await (const { change, bodies } of diffPatches(view.gitDir, query, diff.gitChanges)) {
    while (beside[0] && changedPath(beside[0]) < changedPath(change)) {
      await writeOne(out, view, beside.shift()!, [])
    }
    const recorded = byPath.get(changedPath(change))
    if (recorded) await writeOne(out, view, recorded, bodies)
    written += 1
    if (written % DRAIN_EVERY === 0) await out.drain()
    signal.throwIfAborted()
  }
  for (const change of beside) await writeOne(out, view, change, [])
}

async function writeOne(
  out: Output,
  view: RepoView,
  change: RecordedChange,
  bodies: readonly Buffer[],
): Promise<void> {
  const { before, after } = change
  for (const line of headerLines(change)) out.line(out.style('bold', line))
  if (before?.kind === 'large' || after?.kind === 'large') {
    const [sizes] = await sidesSizes(view, [change])
    return out.line(`Files over the size cap differ (${sizeChange(sizes!)})`)
  }
  if (!isTextual(change)) return
  if (bodies.some(isBinaryBody)) {
    const [sizes] = await sidesSizes(view, [change])
    return out.line(differing(change, sizes!))
  }
  bodies.forEach((body, n) => {
    if (body.length === 0) return
    const isSecond = bodies.length === 2 && n === 1
    const isFirst = bodies.length === 2 && n === 0
    out.line(out.style('bold', `--- ${isSecond ? '/dev/null' : sideLabel('a', before)}`))
    out.line(out.style('bold', `+++ ${isFirst ? '/dev/null' : sideLabel('b', after)}`))
    writeHunks(out, body)
  })
}

function differing({ before, after }: RecordedChange, sizes: SideSizes): string {
  if (!isTooLargeForLines(sizes)) return `Binary files differ (${sizeChange(sizes)})`
  const hash = (side: RecordedSide | undefined) => side?.oid ?? 'none'
  return `Files too large for lines differ (${sizeChange(sizes)}; ${hash(before)} → ${hash(after)})`
}

function sideLabel(letter: string, side: RecordedSide | undefined): string {
  return side ? `${letter}/${showPath(side.path)}` : '/dev/null'
}

function headerLines({ type, before, after }: RecordedChange): string[] {
  const from = (before ?? after)!
  const to = (after ?? before)!
  const lines = [`diff --git ${sideLabel('a', from)} ${sideLabel('b', to)}`]
  const mode = (side: RecordedSide) => side.mode.toString(8).padStart(6, '0')
  const what = to.kind === 'folder' ? 'folder' : 'file'
  if (!before) lines.push(`new ${what} mode ${mode(to)}`)
  else if (!after) lines.push(`deleted ${what} mode ${mode(from)}`)
  else if (before.mode !== after.mode) {
    lines.push(`old mode ${mode(before)}`, `new mode ${mode(after)}`)
  }
  if (before && after && ownerText(before) !== ownerText(after)) {
    lines.push(`old owner ${ownerText(before)}`, `new owner ${ownerText(after)}`)
  }
  const verb = type === 'renamed' ? 'rename' : type === 'copied' ? 'copy' : undefined
  if (verb) lines.push(`${verb} from ${showPath(from.path)}`, `${verb} to ${showPath(to.path)}`)
  return lines
}

function writeHunks(out: Output, body: Buffer): void {
  for (let start = 0; start < body.length; ) {
    const found = body.indexOf(0x0a, start)
    const end = found < 0 ? body.length : found
    out.line(styleLine(showBytes(body.subarray(start, end)), out.style))
    start = end + 1
  }
}

function styleLine(line: string, style: Style): string {
  if (line.startsWith('+')) return style('added', line)
  if (line.startsWith('-')) return style('removed', line)
  return line.startsWith('@@') ? style('dim', line) : line
}
