import { FlightrecError } from '../../../model/errors.ts'
import type { Event } from '../../../model/event.ts'
import type { Session, SessionId } from '../../../model/session.ts'
import { type SessionReading, withSessions } from '../../../review/answers/session-reading.ts'
import { stepKind } from '../../../review/sessions/step-kind.ts'
import { hasAnySession } from '../../../store/sessions/sessions-repo.ts'
import { monotonicNow } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { HITS_A_GROUP, type SearchGroup, type SearchHit } from '../../api/search.ts'
import { answering } from '../answer.ts'
import { type SearchQuery, searchQuery } from '../search-query.ts'

/** A part is sent after so long, or with so many hits. */
const PART_MS = 700
const PART_HITS = 200

/** Looks through the sessions, the latest first, from the one on that `next` names. */
export const searchEvents = answering(ROUTES.searchEvents, async ({ home }, asked, signal) => {
  const query = searchQuery(asked.q)
  const groups: SearchGroup[] = []
  const damaged: string[] = []
  const nothing = { type: 'search' as const, groups, damaged, looked: 0, total: 0, next: null }
  if (!hasAnySession(home)) return nothing
  return await withSessions(home, async (reading) => {
    const ids = await reading.order()
    const start = asked.next === undefined ? 0 : ids.indexOf(asked.next as SessionId)
    const untilMs = monotonicNow() + PART_MS
    let place = start < 0 ? ids.length : start
    for (let hits = 0; place < ids.length && hits < PART_HITS; place += 1) {
      if (signal.aborted || (place > start && monotonicNow() > untilMs)) break
      try {
        const group = await searchSession(reading, await reading.read(ids[place]!), query)
        if (!group) continue
        groups.push(group)
        hits += group.hits.length
      } catch (error) {
        if (!(error instanceof FlightrecError)) throw error
        damaged.push(error.message)
      }
    }
    return { ...nothing, looked: place, total: ids.length, next: ids[place] ?? null }
  })
})

async function searchSession(
  reading: SessionReading,
  session: Session,
  query: SearchQuery,
): Promise<SearchGroup | undefined> {
  if (!query.isSessionWanted(session)) return undefined
  const hits: SearchHit[] = []
  let more = 0
  for await (const event of reading.events(session)) {
    const hit = hitIn(event, query)
    if (!hit) continue
    if (hits.length < HITS_A_GROUP) hits.push(hit)
    else more += 1
  }
  const { id, agent, started } = session
  return hits.length === 0 ? undefined : { session: id, agent, started, hits, more }
}

function hitIn(event: Event, { patterns, isKindWanted }: SearchQuery): SearchHit | undefined {
  const texts = textsOf([event.command, event.summary, event.tool, event.paths, event.raw])
  if (!patterns.every(({ isIn }) => texts.some((text) => isIn(text)))) return undefined
  const kind = stepKind(event)
  if (!isKindWanted(kind)) return undefined
  const text = texts.find((one) => patterns[0]!.isIn(one))!
  const { seq, time, risk_level: risk } = event
  return { seq, time, kind, risk, ...excerpt(text, patterns[0]!.find(text)) }
}

/** Returns all texts of a JSON value, each once. */
function textsOf(value: unknown, found = new Set<string>()): string[] {
  if (typeof value === 'string') found.add(value)
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) textsOf(inner, found)
  return [...found]
}

const BEFORE = 60
const AFTER = 200

/** What stands around the place, on one line. */
function excerpt(text: string, place: { index: number; length: number } | undefined) {
  const { index, length } = place ?? { index: 0, length: 0 }
  const start = Math.max(0, index - BEFORE)
  const onOneLine = (from: number, to: number) => text.slice(from, to).replace(/\s+/g, ' ')
  const before = (start === 0 ? '' : '…') + onOneLine(start, index)
  const found = onOneLine(index, index + length)
  const after = onOneLine(index + length, index + length + AFTER)
  return { text: before + found + after, at: before.length, length: found.length }
}
