/** Rows of the list of sessions: who is at work, then day by day; subagents below whoever sent them. */
import type { ListedSession, SessionOutlineAnswer } from '../../../api/session-lists.ts'
import { dayKey, dayText } from '../time-text.ts'

export type ListRow =
  | { kind: 'head'; title: string; note: string }
  | { kind: 'session'; session: ListedSession; isBelow: boolean; place: number }
  | { kind: 'fold'; parent: string; count: number; isOpen: boolean; place: number }

export interface Arrangement {
  rows: readonly ListRow[]
  /** How many rows are no headings. */
  options: number
  /** How many sessions there are among them, those that are folded away included. */
  sessions: number
}

export interface ArrangeRequest {
  sessions: readonly ListedSession[]
  outlines: ReadonlyMap<string, SessionOutlineAnswer>
  nowMs: number
  isWanted(session: ListedSession): boolean
  /** Parents whose many subagents are shown. */
  unfolded: ReadonlySet<string>
}

/** More subagents than that are folded. */
const SUBAGENTS_SHOWN = 3
const WORKS_MAX_MS = 10 * 60_000

export function arrangeSessions(request: ArrangeRequest): Arrangement {
  const families = familiesOf(request).sort((one, other) => startOf(other) - startOf(one))
  const [atWork, others] = [families.filter(isAtWork), families.filter((one) => !isAtWork(one))]
  const rows = new Rows(request.unfolded)
  if (atWork.length > 0) rows.head('At work', String(atWork.length))
  for (const family of atWork) rows.family(family)
  let day: string | undefined
  for (const family of others) {
    const startMs = startOf(family)
    if (dayKey(startMs) !== day) rows.head(...headOf(startMs, request.nowMs))
    day = dayKey(startMs)
    rows.family(family)
  }
  return { rows: rows.all, options: rows.options, sessions: rows.sessions }

  function isAtWork({ session }: Family): boolean {
    if (session.ended_at !== null) return false
    const state = request.outlines.get(session.id)?.state
    if (state !== undefined) return state === 'working' || state === 'waiting'
    return request.nowMs - Date.parse(session.last_event_at) < WORKS_MAX_MS
  }
}

interface Family {
  session: ListedSession
  below: readonly ListedSession[]
}

function startOf({ session }: Family): number {
  return Date.parse(session.started_at)
}

/** A subagent stands below its parent; what it sent out itself, too. Whose parent is not known stands alone. */
function familiesOf({ sessions, isWanted }: ArrangeRequest): Family[] {
  const byId = new Map(sessions.map((session) => [session.id as string, session]))
  const below = new Map<string, ListedSession[]>()
  const heads: ListedSession[] = []
  for (const session of sessions) {
    const head = headOfFamily(session, byId)
    if (head === session) heads.push(session)
    else below.set(head.id, [...(below.get(head.id) ?? []), session])
  }
  return heads.flatMap((session) => {
    const all = below.get(session.id) ?? []
    const isWhole = isWanted(session)
    const wanted = isWhole ? all : all.filter(isWanted)
    if (!isWhole && wanted.length === 0) return []
    wanted.sort((one, other) => (one.started_at < other.started_at ? -1 : 1))
    return [{ session, below: wanted }]
  })
}

function headOfFamily(
  session: ListedSession,
  byId: ReadonlyMap<string, ListedSession>,
): ListedSession {
  const seen = new Set<ListedSession>()
  for (let one = session; ; ) {
    seen.add(one)
    const parent = one.parent === null ? undefined : byId.get(one.parent)
    if (!parent) return one
    // By what agents tell, it is its own ancestor: then it stands alone.
    if (seen.has(parent)) return session
    one = parent
  }
}

function headOf(startMs: number, nowMs: number): [title: string, note: string] {
  const day = dayText(startMs, nowMs)
  if (dayKey(startMs) === dayKey(nowMs)) return ['Today', day]
  if (dayKey(startMs) === dayKey(nowMs - 24 * 3_600_000)) return ['Yesterday', day]
  return [day, '']
}

class Rows {
  readonly all: ListRow[] = []
  options = 0
  sessions = 0
  readonly #unfolded: ReadonlySet<string>

  constructor(unfolded: ReadonlySet<string>) {
    this.#unfolded = unfolded
  }

  head(title: string, note: string): void {
    this.all.push({ kind: 'head', title, note })
  }

  family({ session, below }: Family): void {
    this.#session(session, false)
    const isMany = below.length > SUBAGENTS_SHOWN
    const isOpen = this.#unfolded.has(session.id)
    if (isMany) {
      const place = this.#place()
      this.all.push({ kind: 'fold', parent: session.id, count: below.length, isOpen, place })
    }
    if (!isMany || isOpen) for (const one of below) this.#session(one, true)
    else this.sessions += below.length
  }

  #session(session: ListedSession, isBelow: boolean): void {
    this.sessions += 1
    this.all.push({ kind: 'session', session, isBelow, place: this.#place() })
  }

  #place(): number {
    this.options += 1
    return this.options
  }
}
