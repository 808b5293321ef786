/** Who wrote each line of a file, and in which snapshot. */
import { type RawPath, rawToText } from '../../model/raw-path.ts'
import { showBytes, showPath, showText } from '../../model/show.ts'
import { type Snapshot, UNATTRIBUTED } from '../../model/snapshot.ts'
import { formatShortAge } from '../../model/units.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import { type BlameLine, readBlame } from '../../review/snapshot/blame.ts'
import type { Desk } from '../desk.ts'
import { expandTabs, fitText, type Line, plain, span } from '../line.ts'
import { ListCursor, listLines } from '../list-cursor.ts'
import { ListSearch } from '../list-search.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { actOnSnapshot, SNAPSHOT_HINTS } from '../snapshot-actions.ts'
import { highlighterFor } from '../source-colours.ts'

const ACTOR_COLUMNS = 11
const AGE_COLUMNS = 8
/** On a narrower screen only the id stands before each line. */
const ACTOR_FROM_COLUMNS = 100
/** A file with longer lines is none that is read by line. */
const LINE_BYTES_MAX = 4 * 1024

export class BlameScreen implements Screen {
  readonly hints = [
    ['Enter', 'open the snapshot of this line'],
    ['e', 'edit'],
    ...SNAPSHOT_HINTS,
    ['/ n N', 'search'],
  ] as const
  readonly #desk: Desk
  readonly #view: RepoView
  readonly #path: RawPath
  readonly #cursor = new ListCursor()
  readonly #search: ListSearch
  readonly #highlight: ReturnType<typeof highlighterFor>
  #lines: readonly BlameLine[] | undefined
  #note = ''

  constructor(desk: Desk, view: RepoView, asked: Snapshot, path: RawPath) {
    this.#desk = desk
    this.#view = view
    this.#path = path
    this.#highlight = highlighterFor(rawToText(path))
    this.#search = new ListSearch(desk, this.#cursor, (index) => {
      const line = this.#lines?.[index]
      return line && codeOf(line)
    })
    desk.follow(this.#read(asked))
  }

  get title(): string {
    return `blame ${showPath(this.#path)}`
  }

  get isUnread(): boolean {
    return !this.#lines
  }

  lines(size: Size): Line[] {
    const lines = this.#lines
    if (!lines) return [plain(' reading …', 'dim')]
    const head = this.#note === '' ? [] : [plain(` ${this.#note}`, 'warning')]
    if (lines.length === 0) return [...head, plain(' The file is empty.', 'dim')]
    const room = { ...size, rows: size.rows - head.length }
    const digits = String(lines.length).length
    return [
      ...head,
      ...listLines(this.#cursor, lines.length, room, (n) => this.#row(n, digits, size.columns)),
    ]
  }

  press(key: Key): boolean {
    const lines = this.#lines ?? []
    if (this.#cursor.press(key, lines.length) || this.#search.press(key)) return true
    const line = lines[this.#cursor.index]
    if (!line) return false
    if (key === 'e') this.#desk.edit(this.#view, this.#path)
    else if (['enter', 'right', 'l'].includes(key)) {
      this.#desk.open(this.#desk.openers.changes(this.#view, { after: line.snapshot }))
    } else {
      const chosen = { view: this.#view, snapshot: line.snapshot, paths: [this.#path] }
      return actOnSnapshot(this.#desk, chosen, key)
    }
    return true
  }

  click(row: number): void {
    this.#cursor.click(row, this.#lines?.length ?? 0)
  }

  close(): void {
    this.#search.stop()
  }

  async #read(asked: Snapshot): Promise<void> {
    const { at, lines } = await readBlame(this.#view, asked, this.#path)
    this.#lines = lines
    if (at.commit !== asked.commit) this.#note = `as of ${at.id}, the last snapshot that has it`
  }

  #row(index: number, digits: number, columns: number): Line {
    const shown = this.#lines![index]!
    const { line, snapshot } = shown
    const before = this.#lines![index - 1]
    const isSame = before?.snapshot.commit === snapshot.commit
    const { name } = snapshot.actor
    const who = name === UNATTRIBUTED.name ? '-' : showText(name)
    const age = formatShortAge(snapshot.time, this.#desk.records.nowMs)
    const wide = columns >= ACTOR_FROM_COLUMNS
    const about = wide ? `  ${fitText(who, ACTOR_COLUMNS)} ${age.padStart(AGE_COLUMNS)}` : ''
    return [
      // Lines that came together are named once.
      span(snapshot.id, isSame ? 'dim' : 'modified'),
      span(about, 'dim'),
      span(` ${String(line).padStart(digits)} │ `, 'dim'),
      ...this.#highlight(codeOf(shown), 'context'),
    ]
  }
}

function codeOf({ content }: BlameLine): string {
  return expandTabs(showBytes(content.subarray(0, LINE_BYTES_MAX)))
}
