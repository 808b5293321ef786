/** Checks one session: every segment and journal of it can be read, and no number is missing. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import {
  parseEvent,
  readJournalLines,
  type StoredEvent,
} from '../../store/sessions/journal-line.ts'
import {
  isDescriptionDamaged,
  listSegments,
  liveFolder,
  readLiveSession,
  segmentFile,
} from '../../store/sessions/live-folder.ts'
import type { SessionsReader, StoredSession } from '../../store/sessions/sessions-repo.ts'
import type { Damage } from '../../store/timeline/damage.ts'
import { sleep } from '../../system/clock.ts'

/** Events that are lost; without `to`, all from there on. */
export interface LostEvents {
  from: number
  to?: number | undefined
}

export interface SessionFindings {
  session: SessionId
  agent?: string
  isRunning: boolean
  /** Those that can be read. */
  events: number
  damages: Damage[]
  lost: LostEvents[]
}

/** A line that is being written is whole after so long. */
const WRITE_MS = 250

export async function verifySession(
  home: Home,
  reader: SessionsReader,
  id: SessionId,
): Promise<SessionFindings> {
  // In this order: what moves into the repo meanwhile is in one of the two.
  const session = readLiveSession(home, id)
  const journals = await readJournals(home, id)
  const check = new SessionCheck(id, journals.size > 0 || session !== undefined)
  const stored = await check.findStored(reader)
  if (isDescriptionDamaged(home, id))
    check.damage('journal', 'session.json', 'it is not as it was written', true)
  for (const [n, oid] of [...(stored?.segments ?? [])].sort(([a], [b]) => a - b)) {
    const lines = await reader.segment(oid).catch(damagedOnly)
    if (lines) check.segment(n, lines)
    else check.damage('session', `events/${n}.jsonl`, 'it cannot be read')
  }
  for (const [n, bytes] of journals) if (!stored?.segments.has(n)) check.journal(n, bytes)
  check.finish(session ?? stored?.session)
  return check.found
}

function damagedOnly(error: unknown): undefined {
  if (!(error instanceof FlightrecError)) throw error
  return undefined
}

/** The journals of a running session, by their numbers; one that has just moved away is in the repo. */
async function readJournals(home: Home, id: SessionId): Promise<Map<number, Buffer>> {
  const folder = liveFolder(home, id)
  const journals = new Map<number, Buffer>()
  for (const n of listSegments(folder)) {
    let bytes = readIfThere(segmentFile(folder, n))
    if (bytes && bytes.length > 0 && bytes.at(-1) !== 0x0a) {
      await sleep(WRITE_MS)
      bytes = readIfThere(segmentFile(folder, n))
    }
    if (bytes) journals.set(n, bytes)
  }
  return journals
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

class SessionCheck {
  readonly found: SessionFindings
  readonly #id: SessionId
  #next = 1
  #isStoredLost = false

  constructor(id: SessionId, isRunning: boolean) {
    this.#id = id
    this.found = { session: id, isRunning, events: 0, damages: [], lost: [] }
  }

  async findStored(reader: SessionsReader): Promise<StoredSession | undefined> {
    try {
      return await reader.find(this.#id)
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
      this.#isStoredLost = true
      this.damage('session', this.#id, error.message)
      return undefined
    }
  }

  damage(kind: Damage['kind'], file: string, problem: string, mendable = false): void {
    const subject = file === this.#id ? file : join(this.#id, file)
    this.found.damages.push({ kind, subject, problem, mendable })
  }

  segment(n: number, bytes: Buffer): void {
    const name = `events/${n}.jsonl`
    const lines = bytes.toString('utf8').split('\n')
    if (lines.pop() !== '') this.damage('session', name, 'its last line has no end')
    const events = lines.map(parseEvent)
    const bad = events.filter((event) => event === undefined).length
    if (bad > 0) this.damage('session', name, `${bad} of its lines are no events`)
    this.#follow('session', name, events)
  }

  journal(n: number, bytes: Buffer): void {
    const name = `${n}.jsonl`
    const lines = [...readJournalLines(bytes)]
    const last = lines.at(-1)
    const isTorn = last !== undefined && last.bytes.at(-1) !== 0x0a
    const bad = lines.filter(({ event }) => !event).length - (isTorn ? 1 : 0)
    if (isTorn) this.damage('journal', name, 'its last line is not whole', true)
    if (bad > 0) this.damage('journal', name, `${bad} of its lines do not match their checksums`)
    this.#follow(
      'journal',
      name,
      lines.map(({ event }) => event),
    )
  }

  /** Numbers go on without holes, from one file to the next. */
  #follow(kind: Damage['kind'], name: string, events: readonly (StoredEvent | undefined)[]): void {
    const before = this.found.lost.length
    for (const event of events) {
      if (!event) continue
      if (event.seq < this.#next || event.session !== this.#id) {
        this.damage(kind, name, `event ${event.seq} does not belong there`)
        continue
      }
      if (event.seq > this.#next) this.#lose(this.#next, event.seq - 1)
      this.#next = event.seq + 1
      this.found.events += 1
    }
    if (this.found.lost.length > before && this.found.damages.length === 0)
      this.damage(kind, name, 'numbers of events are missing in it')
  }

  #lose(from: number, to?: number): void {
    this.found.lost.push({ from, to })
  }

  /** What is said of the session tells whether its end is there. */
  finish(session: Session | undefined): void {
    if (!session) {
      const hasDamage = this.found.damages.length > 0
      if (!hasDamage) this.damage('session', this.#id, 'nothing says what session it is')
      this.#lose(this.#next)
      return
    }
    this.found.agent = session.agent
    const last = session.totals.events
    if (last < this.#next) return
    if (!this.#isStoredLost && this.found.damages.length === 0)
      this.damage('session', this.#id, `it ends with event ${this.#next - 1} of ${last}`)
    this.#lose(this.#next, last)
  }
}
