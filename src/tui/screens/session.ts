/** The events of one session in order, each with what the rules found. */

import { showCount } from '../../model/counts.ts'
import type { Event } from '../../model/event.ts'
import { END_REASONS, type Session } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { RISK_MARKS } from '../../model/style.ts'
import { formatClock, formatDuration, formatMoment } from '../../model/units.ts'
import { readSession } from '../../review/sessions/session-list.ts'
import { StepIndex } from '../../review/sessions/step-snapshots.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import type { Desk } from '../desk.ts'
import { fitText, type Line, plain, span } from '../line.ts'
import { ListCursor, listLines } from '../list-cursor.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { Search } from '../search.ts'
import { PLAY_HINT, planUndo } from '../snapshot-actions.ts'
import { StepScreen } from './step.ts'

const HEAD_ROWS = 3
const TYPE_COLUMNS = 15
/** With fewer columns, the type of an event does without. */
const TYPE_FROM_COLUMNS = 70
const RELOAD_MS = 1_000
/** How many events are read before they are drawn. */
const DRAWN_EVERY = 1_000

export class SessionScreen implements Screen {
  readonly hints = [
    ['Enter', 'open'],
    ['n N', 'next, previous anomaly'],
    ['a', 'anomalies only'],
    ['/', 'search'],
    ['u', 'undo the step'],
    ['y', 'copy'],
    PLAY_HINT,
  ] as const
  readonly #desk: Desk
  readonly #cursor = new ListCursor()
  readonly #search = new Search()
  readonly #events: Event[] = []
  #session: Session
  #anomaliesOnly = false
  #isReading = false
  #readAtMs = 0

  constructor(desk: Desk, session: Session) {
    this.#desk = desk
    this.#session = session
    desk.follow(this.#read())
  }

  get title(): string {
    return `${this.#session.id} (${showText(this.#session.agent)})`
  }

  get isUnread(): boolean {
    return this.#events.length === 0
  }

  lines(size: Size): Line[] {
    const events = this.#shown()
    const head = sessionHead(this.#session, size.columns)
    if (events.length === 0) {
      const said = this.#isReading ? 'reading …' : 'No event.'
      return [...head, plain(` ${said}`, 'dim')]
    }
    const room = { ...size, rows: size.rows - head.length }
    return [
      ...head,
      ...listLines(this.#cursor, events.length, room, (n) => eventLine(events[n]!, size.columns)),
    ]
  }

  press(key: Key): boolean {
    const events = this.#shown()
    if (this.#cursor.press(key, events.length)) return true
    const event = events[this.#cursor.index]
    if (key === 'n' || key === 'N') this.#jump(key === 'n' ? 1 : -1, isAnomaly, 'anomaly')
    else if (key === '/') this.#desk.ask('search:', this.#search.text, (text) => this.#find(text))
    else if (key === 'a') this.#toggleAnomalies(event)
    else if (event) return this.#pressEvent(event, key)
    else return false
    return true
  }

  click(row: number): void {
    const before = this.#cursor.index
    const isThere = this.#cursor.click(row - HEAD_ROWS, this.#shown().length)
    if (isThere && before === this.#cursor.index) this.press('enter')
  }

  refresh(): void {
    const { nowMs } = this.#desk.records
    const isLive = this.#session.ended === undefined
    if (isLive && !this.#isReading && nowMs - this.#readAtMs >= RELOAD_MS) this.reload()
  }

  reload(): void {
    if (!this.#isReading) this.#desk.follow(this.#read())
  }

  #pressEvent(event: Event, key: Key): boolean {
    const name = `${this.#session.id}#${event.seq}`
    const view = this.#desk.records.viewAround(this.#session.root)
    if (['enter', 'right', 'l'].includes(key)) {
      const snapshots = new StepIndex(this.#events).snapshotsOf(event)
      this.#desk.open(new StepScreen(this.#desk, view, event, snapshots))
    } else if (key === 'y') {
      this.#desk.outside.copy(name)
      this.#desk.say(`copied ${name}`)
    } else if (key === 'p') {
      const { session, seq } = event
      this.#desk.leaveFor(() => this.#desk.outside.play({ session, seq }))
    } else if (key !== 'u') return false
    else if (view) planUndo(this.#desk, view, name)
    else this.#desk.say('nothing is recorded where this session worked', true)
    return true
  }

  #shown(): readonly Event[] {
    return this.#anomaliesOnly ? this.#events.filter(isAnomaly) : this.#events
  }

  #toggleAnomalies(chosen: Event | undefined): void {
    this.#anomaliesOnly = !this.#anomaliesOnly
    const index = this.#shown().findIndex(({ seq }) => seq >= (chosen?.seq ?? 0))
    this.#cursor.index = Math.max(0, index)
  }

  #find(text: string): void {
    if (text === '') return
    const matches = this.#search.begin(text)
    this.#jump(1, (event) => matches(eventText(event)), `event with '${showText(text)}'`)
  }

  #jump(step: 1 | -1, test: (event: Event) => boolean, what: string): void {
    const events = this.#shown()
    for (let at = this.#cursor.index + step; at >= 0 && at < events.length; at += step) {
      if (!test(events[at]!)) continue
      this.#cursor.index = at
      return
    }
    this.#desk.say(`no ${what} ${step > 0 ? 'below' : 'above'}`)
  }

  async #read(): Promise<void> {
    const { home, sessions, nowMs } = this.#desk.records
    this.#isReading = true
    this.#readAtMs = nowMs
    try {
      const from = (this.#events.at(-1)?.seq ?? 0) + 1
      this.#session = await readSession(home, sessions, this.#session.id)
      if (this.#session.totals.events < from) return
      for await (const event of readEvents(home, sessions, this.#session.id, { from })) {
        this.#events.push(event)
        if (this.#events.length % DRAWN_EVERY === 0) this.#desk.changed()
      }
    } finally {
      this.#isReading = false
    }
  }
}

function isAnomaly({ findings }: Event): boolean {
  return findings !== undefined && findings.length > 0
}

function sessionHead(session: Session, columns: number): Line[] {
  const { totals, started, ended, last, end_reason } = session
  const took = formatDuration(Date.parse(ended ?? last) - Date.parse(started))
  const reason = end_reason === undefined ? '' : `: ${END_REASONS[end_reason]}`
  const state = ended === undefined ? 'running' : `ended${reason}`
  const { danger, warning, info } = totals.risks
  return [
    [
      span(` ${formatMoment(Date.parse(started))}, ${took}, ${state}`),
      span(session.root === undefined ? '' : `  ${showText(session.root)}`, 'dim'),
    ],
    [
      span(` ${showCount(totals.steps, 'step')}, ${showCount(totals.files, 'file')} changed`),
      span(`   ${RISK_MARKS.danger[0]} ${danger}`, danger > 0 ? 'removed' : 'dim'),
      span(`  ${RISK_MARKS.warning[0]} ${warning}`, warning > 0 ? 'warning' : 'dim'),
      span(`  ${RISK_MARKS.info[0]} ${info}`, 'dim'),
      span(session.message === undefined ? '' : `   ${showText(session.message)}`, 'bold'),
    ],
    plain('─'.repeat(columns), 'dim'),
  ]
}

function eventLine(event: Event, columns: number): Line {
  const [mark, style] = RISK_MARKS[event.risk_level]
  const took = event.duration_ms === undefined ? '' : formatDuration(event.duration_ms)
  const type =
    columns < TYPE_FROM_COLUMNS ? '' : ` ${fitText(showText(event.event_type), TYPE_COLUMNS)}`
  // What ended was told when it began.
  const quiet = event.phase === 'after' && !event.failed ? 'dim' : undefined
  const found = event.findings?.map(showText).join(', ')
  return [
    span(`${formatClock(Date.parse(event.time))} ${took.padStart(6)}`, 'dim'),
    span(`${type} `, 'dim'),
    span(`${mark} `, style),
    span(`[${event.seq}] `, 'dim'),
    ...(event.failed ? [span(`${event.permission ?? 'failed'}: `, 'removed')] : []),
    span(showText(event.summary), event.risk_level === 'none' ? quiet : style),
    ...(found === undefined ? [] : [span(`  [${found}]`, 'dim')]),
  ]
}

function eventText({ event_type, summary, command, tool, paths, findings }: Event): string {
  return [event_type, summary, command, tool, ...(paths ?? []), ...(findings ?? [])].join(' ')
}
