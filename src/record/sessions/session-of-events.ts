import { readFileSync } from 'node:fs'
import type { Event } from '../../model/event.ts'
import { NO_EVENTS, type Session, type SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { readJournalLines } from '../../store/sessions/journal-line.ts'
import { listSegments, liveFolder, segmentFile } from '../../store/sessions/live-folder.ts'
import { now } from '../../system/clock.ts'

/** Returns a session whose description was lost: only what the events in its journals say is known. */
export function sessionOfEvents(home: Home, id: SessionId): Session {
  const events = eventsOf(home, id)
  const begin = events.find(({ event_type }) => event_type === 'SESSION_START')
  const time = events[0]?.time ?? new Date(now()).toISOString()
  return {
    id,
    agent: events.find(({ agent }) => agent !== undefined)?.agent ?? 'unknown',
    ...(begin?.cwd !== undefined && { root: begin.cwd }),
    ...(begin?.source === 'cli' && { manual: true }),
    started: time,
    last: time,
    totals: NO_EVENTS,
  }
}

function eventsOf(home: Home, id: SessionId): Event[] {
  const folder = liveFolder(home, id)
  return listSegments(folder).flatMap((n) =>
    [...readJournalLines(readFileSync(segmentFile(folder, n)))].flatMap(({ event }) => event ?? []),
  )
}
