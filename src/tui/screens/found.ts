/** Where a text appears in all that is recorded: the steps of sessions, with the files they name, and terminals. */
import type { Event } from '../../model/event.ts'
import { isSessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { RISK_MARKS } from '../../model/style.ts'
import { formatElapsed, formatMoment } from '../../model/units.ts'
import { type FoundRow, searchTerminals } from '../../review/answers/search-terminals.ts'
import { withSessions } from '../../review/answers/session-reading.ts'
import { searchEvents } from '../../review/answers/sessions.ts'
import { StepIndex } from '../../review/sessions/step-snapshots.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import { hasAnySession } from '../../store/sessions/sessions-repo.ts'
import type { Desk } from '../desk.ts'
import { type Line, plain, span } from '../line.ts'
import { ListCursor, listLines } from '../list-cursor.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { PLAY_HINT } from '../snapshot-actions.ts'
import { StepScreen } from './step.ts'

type Found = { event: Event } | { row: FoundRow }

const EACH_MAX = 500

export class FoundScreen implements Screen {
  readonly title: string
  readonly hints = [['Enter', 'open'], PLAY_HINT] as const
  readonly #desk: Desk
  readonly #text: string
  readonly #cursor = new ListCursor()
  readonly #found: Found[] = []
  #isReading = true
  #isLeft = false

  constructor(desk: Desk, text: string) {
    this.#desk = desk
    this.#text = text
    this.title = `everywhere: ${showText(text)}`
    desk.follow(this.#read())
  }

  lines(size: Size): Line[] {
    const count = this.#found.length
    if (count === 0) {
      return [plain(this.#isReading ? ' searching …' : ' It appears nowhere else.', 'dim')]
    }
    return listLines(this.#cursor, count, size, (n) => foundLine(this.#found[n]!))
  }

  press(key: Key): boolean {
    if (this.#cursor.press(key, this.#found.length)) return true
    const found = this.#found[this.#cursor.index]
    if (!found) return false
    if (key === 'p' || (key === 'enter' && 'row' in found)) this.#play(found)
    else if (key === 'enter' && 'event' in found) this.#desk.follow(this.#openStep(found.event))
    else return false
    return true
  }

  click(row: number): void {
    const before = this.#cursor.index
    if (this.#cursor.click(row, this.#found.length) && before === this.#cursor.index) {
      this.press('enter')
    }
  }

  close(): void {
    this.#isLeft = true
  }

  #play(found: Found): void {
    const { outside } = this.#desk
    if ('event' in found) {
      const { session, seq } = found.event
      this.#desk.leaveFor(() => outside.play({ session, seq }))
    } else {
      const { recording, timeMs } = found.row
      const moment = Date.parse(recording.started) + timeMs
      this.#desk.leaveFor(() => outside.play({ timeMs: moment, session: recording.session }))
    }
  }

  async #openStep({ session, seq }: Event): Promise<void> {
    const { home, sessions, recorded } = this.#desk.records
    if (!isSessionId(session)) return
    const events: StoredEvent[] = []
    for await (const event of readEvents(home, sessions, session)) events.push(event)
    const event = events.find((one) => one.seq === seq)
    const { root } = await recorded.read(session)
    if (!event) return
    const snapshots = new StepIndex(events).snapshotsOf(event)
    const view = this.#desk.records.viewAround(root)
    this.#desk.open(new StepScreen(this.#desk, view, event, snapshots))
  }

  async #read(): Promise<void> {
    const { home } = this.#desk.records
    const onDamaged = () =>
      this.#desk.say('something could not be searched: run `flightrec verify`', true)
    const request = { pattern: this.#text, isLiteral: true, limit: EACH_MAX, onDamaged }
    try {
      if (hasAnySession(home)) {
        await withSessions(home, async (reading) => {
          for await (const event of searchEvents(reading, { ...request, types: undefined })) {
            if (!this.#note({ event })) return
          }
        })
      }
      for await (const row of searchTerminals(home, request)) if (!this.#note({ row })) return
    } finally {
      this.#isReading = false
    }
  }

  /** Returns whether there is anybody left to see more. */
  #note(found: Found): boolean {
    this.#found.push(found)
    return !this.#isLeft
  }
}

function foundLine(found: Found): Line {
  if ('event' in found) {
    const { session, seq, time, summary, risk_level: risk } = found.event
    const [sign, style] = RISK_MARKS[risk]
    const place = `${session.slice(0, 12)}#${seq}`.padEnd(20)
    const when = formatMoment(Date.parse(time)).slice(0, 19)
    return [span(`${sign} `, style), span(when, 'dim'), span(` ${place} `), span(showText(summary))]
  }
  const { recording, timeMs, text } = found.row
  const place = `${recording.id.slice(0, 11)} ${formatElapsed(timeMs)}`.padEnd(20)
  const when = formatMoment(Date.parse(recording.started) + timeMs).slice(0, 19)
  return [span('▣ '), span(when, 'dim'), span(` ${place} `), span(showText(text.trim()))]
}
