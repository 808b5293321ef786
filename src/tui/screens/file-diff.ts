/** How one file changed: unified, or side by side where there is room. */
import { changedPath } from '../../model/change.ts'
import { rawToText } from '../../model/raw-path.ts'
import { showBytes } from '../../model/show.ts'
import { formatSize } from '../../model/units.ts'
import {
  type ChangeBody,
  type ContentSizes,
  readChangeBody,
} from '../../review/changes/change-body.ts'
import { changeName, changeNotes } from '../../review/changes/change-name.ts'
import type { RecordedChange } from '../../review/changes/snapshot-diff.ts'
import { type DiffRow, pairRows, parsePatch, type RowPair } from '../../review/patch/diff-rows.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import type { Desk } from '../desk.ts'
import { expandTabs, fillLine, type Line, plain, type Span, shiftLine, span } from '../line.ts'
import type { Sides } from '../openers.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { actOnSnapshot, pathsOf, SNAPSHOT_HINTS } from '../snapshot-actions.ts'
import { highlighterFor } from '../source-colours.ts'
import { TEXT_HINTS, TextView } from '../text-view.ts'

/** From so many columns on, both sides stand beside each other unless the user wants otherwise. */
const SIDES_FROM_COLUMNS = 140
/** More content than this is read only when asked for. */
const READ_BYTES_MAX = 2 * 1024 * 1024
/** No screen shows more of one line; what is beyond is not even decoded. */
const LINE_BYTES_MAX = 4 * 1024
const IMAGE = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico|tiff?|heic)$/i
const SIGNS = { added: '+', removed: '-', context: ' ' } as const

export class FileDiffScreen implements Screen {
  readonly hints = [
    ['s', 'side by side'],
    ['[ ]', 'previous, next hunk'],
    ...TEXT_HINTS,
    ['b', 'blame'],
    ['e', 'edit'],
    ['p', 'pager'],
    ...SNAPSHOT_HINTS,
  ] as const
  readonly #desk: Desk
  readonly #view: RepoView
  readonly #sides: Sides
  readonly #change: RecordedChange
  readonly #text: TextView
  readonly #highlight: ReturnType<typeof highlighterFor>
  #body: ChangeBody | undefined
  #patch: Buffer = Buffer.alloc(0)
  #rows: DiffRow[] = []
  #pairs: RowPair[] | undefined
  #wantsSides: boolean | undefined
  #isBeside = false

  constructor(desk: Desk, view: RepoView, sides: Sides, change: RecordedChange) {
    this.#desk = desk
    this.#view = view
    this.#sides = sides
    this.#change = change
    this.#text = new TextView(desk, (index) => this.#textAt(index))
    this.#highlight = highlighterFor(rawToText(changedPath(change)))
    desk.follow(this.#read(READ_BYTES_MAX))
  }

  get title(): string {
    return changeName(this.#change)
  }

  get isUnread(): boolean {
    return !this.#body
  }

  lines({ columns, rows }: Size): Line[] {
    const notes = changeNotes(this.#change)
    const head = notes.length > 0 ? [plain(` ${notes.join(', ')}`, 'dim')] : []
    const instead = placeholder(this.#body, this.#change, this.#rows.length)
    if (instead !== undefined) return [...head, plain(` ${instead}`, 'dim')]
    const size = { columns, rows: Math.max(1, rows - head.length) }
    this.#isBeside = this.#wantsSides ?? columns >= SIDES_FROM_COLUMNS
    return [...head, ...(this.#isBeside ? this.#beside(size) : this.#below(size))]
  }

  press(key: Key): boolean {
    if (this.#body?.is === 'long' && key === 'enter') {
      this.#body = undefined
      this.#desk.follow(this.#read(Number.POSITIVE_INFINITY))
    } else if (this.#text.press(key)) return true
    else if (key === 's') this.#wantsSides = !this.#isBeside
    else if (key === ']' || key === '[') this.#jump(key === ']' ? 1 : -1)
    else return this.#pressFile(key)
    return true
  }

  close(): void {
    this.#text.close()
  }

  async #read(bytesMax: number): Promise<void> {
    this.#body = await readChangeBody(this.#view, this.#sides, this.#change, bytesMax)
    if (this.#body.is !== 'text') return
    this.#patch = this.#body.patch
    this.#rows = parsePatch(this.#patch)
  }

  #pressFile(key: Key): boolean {
    const { after } = this.#sides
    const path = changedPath(this.#change)
    if (key === 'b') this.#desk.open(this.#desk.openers.blame(this.#view, after, path))
    else if (key === 'e') this.#desk.edit(this.#view, path)
    else if (key === 'p' && this.#rows.length === 0) this.#desk.say('there is no diff to show')
    else if (key === 'p') {
      this.#desk.leaveFor(() => this.#desk.outside.page(showBytes(this.#patch)))
    } else {
      const chosen = { view: this.#view, snapshot: after, paths: pathsOf(this.#change) }
      return actOnSnapshot(this.#desk, chosen, key)
    }
    return true
  }

  /** Goes to the next hunk, or the one before. */
  #jump(step: 1 | -1): void {
    const rows = this.#isBeside ? this.#pairsOf().map(([left]) => left) : this.#rows
    let at = this.#text.top + step
    while (at > 0 && at < rows.length && rows[at]?.kind !== 'hunk') at += step
    this.#text.top = at
  }

  #below(size: Size): Line[] {
    const digits = this.#digits()
    return this.#text.lines(this.#rows.length, size, (n) => this.#row(this.#rows[n]!, digits))
  }

  #beside(size: Size): Line[] {
    const pairs = this.#pairsOf()
    const half = Math.floor((size.columns - 1) / 2)
    const digits = this.#digits()
    return this.#text.lines(pairs.length, size, (n) => {
      const [left, right] = pairs[n]!
      if (left && left === right && left.kind !== 'context') return this.#row(left, digits)
      return [
        ...fillLine(this.#cell(left, left?.old, digits), half),
        span('│', 'dim'),
        ...this.#cell(right, right?.new, digits),
      ]
    })
  }

  #pairsOf(): RowPair[] {
    this.#pairs ??= pairRows(this.#rows)
    return this.#pairs
  }

  #digits(): number {
    const last = this.#rows.findLast((row) => row.new !== undefined || row.old !== undefined)
    return String(Math.max(last?.new ?? 0, last?.old ?? 0)).length
  }

  #row(row: DiffRow, digits: number): Line {
    if (row.kind === 'hunk' || row.kind === 'note') return plain(this.#shown(row), 'dim')
    const number = (line: number | undefined) => String(line ?? '').padStart(digits)
    return this.#code(row, `${number(row.old)} ${number(row.new)}`)
  }

  #cell(row: DiffRow | undefined, line: number | undefined, digits: number): Line {
    return row ? this.#code(row, String(line ?? '').padStart(digits)) : []
  }

  #code(row: DiffRow, numbers: string): Span[] {
    const kind = row.kind === 'added' || row.kind === 'removed' ? row.kind : 'context'
    const style = kind === 'context' ? 'dim' : kind
    const code = this.#highlight(this.#shown(row), kind)
    return [span(`${numbers} ${SIGNS[kind]} `, style), ...shiftLine(code, this.#text.left)]
  }

  #shown(row: DiffRow): string {
    const end = Math.min(row.end, row.start + LINE_BYTES_MAX)
    const more = end < row.end ? `… ${formatSize(row.end - end)} more` : ''
    return expandTabs(showBytes(this.#patch.subarray(row.start, end))) + more
  }

  #textAt(index: number): string | undefined {
    const pair = this.#isBeside ? this.#pairsOf()[index] : this.#rows.slice(index, index + 1)
    return pair?.length ? pair.map((row) => (row ? this.#shown(row) : '')).join('\n') : undefined
  }
}

function placeholder(
  body: ChangeBody | undefined,
  change: RecordedChange,
  rows: number,
): string | undefined {
  switch (body?.is) {
    case undefined:
      return 'reading …'
    case 'unheld':
      return 'Over the size cap: its size and hash are recorded, not its content.'
    case 'folder':
      return 'A folder: there is no content to compare.'
    case 'binary':
      return `${IMAGE.test(changedPath(change)) ? 'Image' : 'Binary'}: ${sizeChange(body)}`
    case 'long':
      return `${sizeChange(body)}: press Enter to read all of it.`
    default:
      return rows === 0 ? 'The content is the same.' : undefined
  }
}

function sizeChange({ before, after }: ContentSizes): string {
  const shown = (size: number | undefined) => (size === undefined ? 'none' : formatSize(size))
  return `${shown(before)} → ${shown(after)}`
}
