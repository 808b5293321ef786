/** The sessions of agents, the latest active first. */
import { showCount } from '../../model/counts.ts'
import { type Session, worstOfSession } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { RISK_MARKS } from '../../model/style.ts'
import { formatShortAge } from '../../model/units.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import { listSessions } from '../../review/sessions/session-list.ts'
import { withoutSpokenFor } from '../../review/sessions/spoken-for.ts'
import type { Desk } from '../desk.ts'
import { fitText, type Line, plain, span } from '../line.ts'
import { ListCursor, listLines } from '../list-cursor.ts'
import { ListSearch } from '../list-search.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { planUndo } from '../snapshot-actions.ts'
import { SessionScreen } from './session.ts'

/** Makes the screen of the snapshots that a session made. */
type SessionTimeline = (view: RepoView, session: Session) => Screen

const RELOAD_MS = 2_000

export class SessionsScreen implements Screen {
  readonly title = 'sessions'
  readonly hints = [
    ['Enter', 'open'],
    ['a', 'anomalies only'],
    ['t', 'its snapshots'],
    ['u', 'undo'],
    ['y', 'copy id'],
    ['/ n N', 'search'],
  ] as const
  readonly #desk: Desk
  readonly #timelineOf: SessionTimeline
  readonly #cursor = new ListCursor()
  readonly #search: ListSearch
  #sessions: readonly Session[] | undefined
  #anomaliesOnly = false
  #readAtMs = 0
  #isReading = false

  constructor(desk: Desk, timelineOf: SessionTimeline) {
    this.#desk = desk
    this.#timelineOf = timelineOf
    this.#search = new ListSearch(desk, this.#cursor, (index) => {
      const session = this.#sessions?.[index]
      return session && sessionText(session)
    })
    desk.follow(this.#read())
  }

  get isUnread(): boolean {
    return !this.#sessions
  }

  lines(size: Size): Line[] {
    const sessions = this.#sessions
    if (!sessions) return [plain(' reading …', 'dim')]
    if (sessions.length === 0) return this.#empty()
    const { nowMs } = this.#desk.records
    return listLines(this.#cursor, sessions.length, size, (n) =>
      sessionLine(sessions[n]!, nowMs, size.columns),
    )
  }

  press(key: Key): boolean {
    const sessions = this.#sessions ?? []
    if (this.#cursor.press(key, sessions.length) || this.#search.press(key)) return true
    if (key === 'a') {
      this.#anomaliesOnly = !this.#anomaliesOnly
      this.reload()
      return true
    }
    const session = sessions[this.#cursor.index]
    return session ? this.#pressSession(session, key) : false
  }

  click(row: number): void {
    const before = this.#cursor.index
    if (this.#cursor.click(row, this.#sessions?.length ?? 0) && before === this.#cursor.index) {
      this.press('enter')
    }
  }

  refresh(): void {
    const { nowMs } = this.#desk.records
    if (!this.#isReading && nowMs - this.#readAtMs >= RELOAD_MS) this.reload()
  }

  reload(): void {
    this.#desk.follow(this.#read())
  }

  close(): void {
    this.#search.stop()
  }

  #pressSession(session: Session, key: Key): boolean {
    const view = this.#desk.records.viewAround(session.root)
    if (['enter', 'right', 'l'].includes(key))
      this.#desk.open(new SessionScreen(this.#desk, session))
    else if (key === 'y') {
      this.#desk.outside.copy(session.id)
      this.#desk.say(`copied ${session.id}`)
    } else if (key !== 't' && key !== 'u') return false
    else if (!view) this.#desk.say('nothing is recorded where this session worked', true)
    else if (key === 'u') planUndo(this.#desk, view, session.id)
    else this.#desk.open(this.#timelineOf(view, session))
    return true
  }

  async #read(): Promise<void> {
    const { home, sessions, nowMs } = this.#desk.records
    this.#isReading = true
    this.#readAtMs = nowMs
    try {
      const found: Session[] = []
      const onDamaged = () => this.#desk.say('a session is damaged: run `flightrec verify`', true)
      const query = { anomaliesOnly: this.#anomaliesOnly, onDamaged }
      for await (const session of listSessions(home, sessions, query)) {
        found.push(session)
        // The first screenful need not wait for the rest.
        if (!this.#sessions && found.length === 100) this.#sessions = withoutSpokenFor(found)
      }
      this.#sessions = withoutSpokenFor(found)
    } finally {
      this.#isReading = false
    }
  }

  #empty(): Line[] {
    if (this.#anomaliesOnly) return [plain(' No session has an anomaly.', 'dim')]
    return [
      plain(' No session yet.', 'dim'),
      plain(' Run `flightrec hooks install AGENT`, or `flightrec start --agent NAME`.', 'dim'),
    ]
  }
}

function sessionText({ id, agent, message, root }: Session): string {
  return [id, agent, message, root].join(' ')
}

function sessionLine(session: Session, nowMs: number, columns: number): Line {
  const { totals } = session
  const [mark, style] = RISK_MARKS[worstOfSession(session)]
  const age = formatShortAge(Date.parse(session.last), nowMs)
  const state = session.ended === undefined ? `running, ${age}` : age
  const about = session.message ?? session.root ?? ''
  return [
    span(`${mark} `, style),
    span(session.id.slice(0, columns < 90 ? 12 : undefined), 'modified'),
    span(`  ${fitText(showText(session.agent), 12)}`),
    span(
      `${showCount(totals.steps, 'step').padStart(11)} ${showCount(totals.files, 'file').padStart(10)}`,
    ),
    span(
      totals.anomalies === 0 ? fitText('', 8) : `  ${mark} ${String(totals.anomalies).padEnd(4)}`,
      style,
    ),
    span(fitText(state, 18), 'dim'),
    span(showText(about), 'dim'),
  ]
}
