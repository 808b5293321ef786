/** The screens that lie on each other, what is asked and said over them, and who draws them. */
import { join } from 'node:path'
import { isUtf8, type RawPath, rawToText } from '../model/raw-path.ts'
import type { RepoView } from '../review/repo/repo-view.ts'
import { failureText } from './failure-text.ts'
import {
  fillLine,
  type Line,
  lineWidth,
  plain,
  type Span,
  span,
  widthOf,
  wrapText,
} from './line.ts'
import type { Openers } from './openers.ts'
import type { Outside } from './outside.ts'
import { Prompt } from './prompt.ts'
import type { Records } from './records.ts'
import type { Key, Screen, Size } from './screen.ts'
import { HelpScreen } from './screens/help.ts'

/** Rows that are not the screen's own: the title and the keys. */
const FRAME_ROWS = 2
const TITLE_SEPARATOR = ' › '
const BACK_KEYS = ['escape', 'backspace', 'left', 'h']
/** These wait for nothing. */
const IMPATIENT_KEYS = [...BACK_KEYS, 'q', 'r', '?']

export class Desk {
  readonly records: Records
  readonly outside: Outside
  readonly openers: Openers
  readonly #screens: Screen[] = []
  readonly #listeners = new Set<() => void>()
  #prompt: Prompt | undefined
  #notice: { text: string; isError: boolean } | undefined
  #errand: (() => Promise<void>) | undefined
  readonly #isNested: boolean
  #isClosed = false
  /** Keys that wait for what they are meant for. */
  #typedAhead: Key[] = []
  /** How much is being waited for. */
  #followed = 0

  /** @param isNested whether it lies over something else, to which leaving the last screen goes back. */
  constructor(
    records: Records,
    outside: Outside,
    openersFor: (desk: Desk) => Openers,
    isNested = false,
  ) {
    this.records = records
    this.outside = outside
    this.#isNested = isNested
    this.openers = openersFor(this)
  }

  /** Calls `listener` when there is something new to draw; returns how to stop that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  changed(): void {
    for (const listener of this.#listeners) listener()
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  open(screen: Screen): void {
    this.#screens.push(screen)
    this.changed()
  }

  /** Leaves the top screen; leaving the last one ends it all. */
  back(): void {
    this.#screens.pop()?.close?.()
    if (this.#screens.length === 0) this.#isClosed = true
    this.changed()
  }

  /** Replaces the top screen. */
  replace(screen: Screen): void {
    this.#screens.pop()?.close?.()
    this.open(screen)
  }

  /** Leaves all screens for another one. */
  restart(screen: Screen): void {
    for (const left of this.#screens.splice(0)) left.close?.()
    this.open(screen)
  }

  close(): void {
    for (const screen of this.#screens.splice(0)) screen.close?.()
    this.#isClosed = true
    this.changed()
  }

  /** Says something in the last row until the next key; nothing takes back what was said. */
  say(text: string, isError = false): void {
    this.#notice = text === '' ? undefined : { text, isError }
    this.changed()
  }

  /** Asks for a line of text; `done` gets it unless the user thinks better of it. */
  ask(label: string, text: string, done: (text: string) => void): void {
    this.#prompt = new Prompt(label, text, done)
    this.changed()
  }

  /** Waits for `work` and draws what came of it; says so when it failed. */
  async follow(work: Promise<void>): Promise<void> {
    this.#followed += 1
    try {
      await work
      this.changed()
    } catch (error) {
      this.#typedAhead = []
      if (!this.#isClosed) this.say(failureText(error), true)
    }
    this.#followed -= 1
    while (this.#typedAhead.length > 0 && !this.#isUnread) {
      this.press(this.#typedAhead.shift()!)
    }
  }

  /** Opens a file of the root, as it is now, in the user's editor. */
  edit({ repo }: RepoView, path: RawPath): void {
    if (!isUtf8(path)) this.say('its name cannot be given to an editor', true)
    else this.leaveFor(() => this.outside.edit(join(repo.root, rawToText(path))))
  }

  /** Leaves the terminal to something else for as long as `errand` takes; one at a time. */
  leaveFor(errand: () => Promise<void>): void {
    if (this.#errand) return
    this.#errand = errand
    this.changed()
  }

  /** Whether the terminal is to be left to something else. */
  get isLeaving(): boolean {
    return this.#errand !== undefined
  }

  /** Does what the terminal was left for; called once nobody here reads the keyboard. */
  async runErrand(): Promise<void> {
    const errand = this.#errand
    await this.follow(errand?.() ?? Promise.resolve())
    this.#errand = undefined
    this.changed()
  }

  refresh(): void {
    this.#screens.at(-1)?.refresh?.()
  }

  press(key: Key): void {
    this.#notice = undefined
    if (key === 'ctrl-c') this.close()
    else if (key === 'ctrl-z') this.leaveFor(() => this.outside.suspend())
    else if (this.#prompt) this.#pressPrompt(this.#prompt, key)
    else if (this.#isUnread && !IMPATIENT_KEYS.includes(key)) {
      this.#typedAhead.push(key)
    } else if (!this.#screens.at(-1)?.press(key)) this.#pressFrame(key)
    this.changed()
  }

  click(row: number): void {
    if (this.#prompt || row < 1) return
    this.#screens.at(-1)?.click?.(row - 1)
    this.changed()
  }

  /** Returns the whole picture: exactly `size.rows` lines. */
  lines(size: Size): Line[] {
    const screen = this.#screens.at(-1)
    if (!screen) return []
    const rows = Math.max(0, size.rows - FRAME_ROWS)
    const body = screen.lines({ columns: size.columns, rows })
    const last = this.#lastLines(screen, size.columns).slice(0, Math.max(1, rows))
    const seen = body.slice(0, rows + 1 - last.length)
    while (seen.length + last.length <= rows) seen.push([])
    return [this.#titleLine(size.columns), ...seen, ...last]
  }

  get #isUnread(): boolean {
    return this.#followed > 0 && this.#screens.at(-1)?.isUnread === true
  }

  #pressPrompt(prompt: Prompt, key: Key): void {
    const answer = prompt.press(key)
    if (answer === 'open') return
    this.#prompt = undefined
    if (answer === 'done') prompt.done(prompt.text)
  }

  #pressFrame(key: Key): void {
    if (key === 'q') this.close()
    else if (key === '?') this.open(new HelpScreen(this.#screens.at(-1)!))
    else if (key === 'r') this.#screens.at(-1)?.reload?.()
    else if (BACK_KEYS.includes(key) && (this.#screens.length > 1 || this.#isNested)) {
      this.#typedAhead = []
      this.back()
    }
  }

  #titleLine(columns: number): Line {
    const titles = this.#screens.map(({ title }) => title)
    const head = () => ['flightrec', ...titles].join(TITLE_SEPARATOR)
    while (titles.length > 1 && widthOf(head()) > columns - 2) titles.shift()
    return fillLine([span(` ${head()} `, 'marked')], columns).map(({ text }) =>
      span(text, 'marked'),
    )
  }

  /** What is said may need more than a row; it covers the last ones of the screen. */
  #lastLines(screen: Screen, columns: number): Line[] {
    if (this.#prompt) return [this.#prompt.line(columns)]
    if (this.#notice) {
      const { text, isError } = this.#notice
      return wrapText(` ${text}`, columns, ' ').map((line) =>
        plain(line, isError ? 'removed' : 'bold'),
      )
    }
    return [hintLine([...screen.hints, ['?', 'help'], ['q', 'quit']], columns)]
  }
}

/** As many hints as there is room for; help and quit always are. */
function hintLine(hints: readonly (readonly [string, string])[], columns: number): Line {
  const shown = hints.map(([key, does]): Span[] => [
    span(` ${key}`, 'bold'),
    span(` ${does} `, 'dim'),
  ])
  while (shown.length > 2 && shown.reduce((sum, one) => sum + lineWidth(one), 0) > columns) {
    shown.splice(-3, 1)
  }
  return shown.flat()
}
