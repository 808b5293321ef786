/** The snapshots of a root, newest first, with what is known of the chosen one below. */
import { showText } from '../../model/show.ts'
import type { LogEntry } from '../../review/history/log.ts'
import { type IndexFilter, TimelineIndex } from '../../review/history/timeline-index.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { sleep } from '../../system/clock.ts'
import type { Desk } from '../desk.ts'
import { type Line, plain, span } from '../line.ts'
import { ListCursor, listLines } from '../list-cursor.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { Search } from '../search.ts'
import { actOnSnapshot, PLAY_HINT, SNAPSHOT_HINTS } from '../snapshot-actions.ts'
import { entryLine, entryText, gapLine, snapshotSummary } from '../snapshot-lines.ts'
import { formatFilter, parseFilter, readFilter, type TimelineFilter } from '../timeline-filter.ts'
import { RootsScreen } from './roots.ts'
import { SessionsScreen } from './sessions.ts'

const SUMMARY_ROWS = 7
/** With fewer rows, the list gets them all. */
const SUMMARY_FROM_ROWS = 16
/** While it lists, more often would only slow it down. */
const PROGRESS_EVERY = 20
const FIRST_DRAW_MS = 60

export class TimelineScreen implements Screen {
  readonly hints = [
    ['Enter', 'open'],
    ['/ n N', 'search'],
    ['f', 'filter'],
    ['s', 'sessions'],
    ...SNAPSHOT_HINTS,
    PLAY_HINT,
    ['o', 'other roots'],
  ] as const
  readonly #desk: Desk
  readonly #view: RepoView
  readonly #filter: TimelineFilter
  #narrowed: IndexFilter
  readonly #cursor = new ListCursor()
  readonly #search = new Search()
  /** Resolves when there is something to see, or a reason why not. */
  readonly ready: Promise<void>
  #index: TimelineIndex | undefined
  #isUpdating = false

  /** `narrowed` is what `filter` means. */
  constructor(desk: Desk, view: RepoView, filter: TimelineFilter = {}, narrowed: IndexFilter = {}) {
    this.#desk = desk
    this.#view = view
    this.#filter = filter
    this.#narrowed = narrowed
    this.ready = new Promise((resolve) => desk.follow(this.#start(resolve).finally(resolve)))
  }

  get title(): string {
    const filter = formatFilter(this.#filter)
    return `${showText(this.#view.repo.name)} timeline${filter && ` (${filter})`}`
  }

  lines(size: Size): Line[] {
    const summaryRows = size.rows >= SUMMARY_FROM_ROWS ? SUMMARY_ROWS : 0
    const rows = size.rows - summaryRows
    const list = this.#list({ ...size, rows })
    if (summaryRows === 0) return list
    while (list.length < rows) list.push([])
    return [...list, ...this.#summary(size.columns)]
  }

  press(key: Key): boolean {
    const index = this.#index
    if (!index) return false
    if (this.#cursor.press(key, index.count)) return true
    if (key === 's') this.#openSessions()
    else if (key === 'o') this.#desk.restart(rootsScreen(this.#desk, this.#view.repo))
    else if (key === 'f') this.#askFilter()
    else if (key === '/')
      this.#desk.ask('search:', this.#search.text, (text) => this.#find(text, 1))
    else if (key === 'n' || key === 'N') this.#find(this.#search.text, key === 'n' ? 1 : -1)
    else return this.#pressSnapshot(key)
    return true
  }

  click(row: number): void {
    const before = this.#cursor.index
    if (this.#cursor.click(row, this.#index?.count ?? 0) && this.#cursor.index === before) {
      this.press('enter')
    }
  }

  refresh(): void {
    if (this.#isUpdating || !this.#index?.isComplete) return
    if (this.#desk.records.hasNewNarratives(this.#view)) this.#desk.changed()
    this.#isUpdating = true
    this.#index
      .update()
      .then((added) => {
        this.#cursor.shift(added)
        if (added > 0) this.#desk.changed()
      })
      // The history it knew is gone, e.g. after a gc.
      .catch(() => this.reload())
      .finally(() => {
        this.#isUpdating = false
      })
  }

  reload(): void {
    const read = async () => {
      this.#narrowed = await readFilter(this.#desk.records, this.#view, this.#filter)
      this.#index?.close()
      await this.#start()
    }
    this.#desk.follow(read())
  }

  close(): void {
    this.#search.stop()
    this.#index?.close()
  }

  async #start(onFirst = () => {}): Promise<void> {
    const index = new TimelineIndex(this.#view, this.#narrowed)
    this.#index = index
    let turns = 0
    await index.list(async () => {
      if (turns % PROGRESS_EVERY === 0) this.#desk.changed()
      turns += 1
      if (turns > 1) return
      onFirst()
      // The first page is drawn before the rest is listed.
      await sleep(FIRST_DRAW_MS)
    })
  }

  #pressSnapshot(key: Key): boolean {
    const entry = this.#index?.at(this.#cursor.index)
    if (!entry) this.#desk.follow(this.#pressOnceRead(key))
    if (entry?.type !== 'snapshot') return false
    const { snapshot } = entry
    if (['enter', 'right', 'l'].includes(key)) {
      this.#desk.open(this.#desk.openers.changes(this.#view, { after: snapshot }))
      return true
    }
    return actOnSnapshot(this.#desk, { view: this.#view, snapshot }, key)
  }

  /** A key pressed before its row could be read is not lost. */
  async #pressOnceRead(key: Key): Promise<void> {
    const [index, at] = [this.#index, this.#cursor.index]
    await index?.load(at, at + 1)
    if (index?.at(at) && at === this.#cursor.index) this.#pressSnapshot(key)
  }

  #openSessions(): void {
    const desk = this.#desk
    desk.open(
      new SessionsScreen(desk, (view, { id }) => {
        return new TimelineScreen(desk, view, { session: id }, { session: id })
      }),
    )
  }

  #askFilter(): void {
    const label = 'filter (path: agent: session: finding:)'
    this.#desk.ask(label, formatFilter(this.#filter), (text) => {
      const filter = parseFilter(text)
      const open = async (wanted: TimelineFilter) => {
        this.#desk.say('looking for what matches …')
        const narrowed = await readFilter(this.#desk.records, this.#view, wanted)
        this.#desk.replace(new TimelineScreen(this.#desk, this.#view, wanted, narrowed))
        this.#desk.say('')
      }
      if (typeof filter === 'string') this.#desk.say(filter, true)
      else this.#desk.follow(open(filter))
    })
  }

  #find(text: string, step: 1 | -1): void {
    const index = this.#index
    if (text === '' || !index) return
    const matches = this.#search.begin(text)
    const { signal } = this.#search
    this.#desk.say(`searching for ${showText(text)} …`)
    const search = async () => {
      const found = await index.find(
        this.#cursor.index + step,
        step,
        (entry) => matches(entryText(entry)),
        signal,
      )
      if (signal.aborted) return
      if (found < 0)
        this.#desk.say(`no ${step > 0 ? 'older' : 'newer'} entry has '${showText(text)}'`)
      else {
        this.#cursor.index = found
        this.#desk.say(`/${showText(text)}`)
      }
    }
    this.#desk.follow(search())
  }

  #list(size: Size): Line[] {
    const index = this.#index
    if (!index || index.count === 0) {
      return [plain(index?.isComplete ? ' Nothing matches.' : ' reading …', 'dim')]
    }
    const missing: number[] = []
    const { nowMs } = this.#desk.records
    const lines = listLines(this.#cursor, index.count, size, (n) => {
      const entry = index.at(n)
      if (entry) return entryLine(entry, this.#shortOf(entry), nowMs, size.columns)
      if (index.isDamaged(n))
        return plain('no snapshot can be read here: run `flightrec verify`', 'warning')
      missing.push(n)
      return plain(' …', 'dim')
    })
    if (missing.length > 0) {
      // A page more on either side, so that scrolling finds it there.
      const from = Math.max(0, missing[0]! - size.rows)
      this.#desk.follow(index.load(from, missing.at(-1)! + size.rows))
    }
    return lines
  }

  #shortOf(entry: LogEntry): string | undefined {
    return entry.type === 'gap'
      ? undefined
      : this.#desk.records.narrativeOf(this.#view, entry.snapshot, () => this.#desk.changed())
          ?.short
  }

  #summary(columns: number): Line[] {
    const rule = plain('─'.repeat(columns), 'dim')
    const index = this.#index
    if (!index || index.count === 0) return [rule]
    const entry = index.at(this.#cursor.index)
    const about =
      entry?.type === 'snapshot'
        ? snapshotSummary(entry.snapshot, this.#shortOf(entry))
        : entry
          ? [gapLine(entry.gap)]
          : []
    const position = `${this.#cursor.index + 1} of ${index.count}${index.isComplete ? '' : '+'}`
    return [rule, ...about, [span(` ${position}`, 'dim')]].slice(0, SUMMARY_ROWS)
  }
}

/** Returns the screen of all roots, which opens the timelines of others; `chosen` is chosen there at first. */
export function rootsScreen(desk: Desk, chosen?: ShadowRepo): RootsScreen {
  return new RootsScreen(desk, (view) => new TimelineScreen(desk, view), chosen)
}
