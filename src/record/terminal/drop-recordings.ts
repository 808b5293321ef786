/** Drops recordings for good. The events of their sessions stay. */
import type { Recording, RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { sweepIndexes } from '../../store/recordings/kept-indexes.ts'
import { liveRecordingsFolder } from '../../store/recordings/live-recordings.ts'
import { lives, readMade, removeMade } from '../../store/recordings/made-recordings.ts'
import { listRecordings } from '../../store/recordings/recordings-reader.ts'
import { replaceRecordings, SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { now } from '../../system/clock.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { carryNarrative } from './keep-recordings.ts'

const DAY_MS = 86_400_000

/** Returns those that ended, or were imported, more than so many days ago; 0 is no limit. */
export function oldRecordings(all: readonly Recording[], keepDays: number): RecordingId[] {
  if (keepDays === 0) return []
  const limit = now() - keepDays * DAY_MS
  return all.filter((recording) => keptSince(recording) < limit).map(({ id }) => id)
}

function keptSince({ imported, ended, started, process }: Recording): number {
  const since = imported ?? ended ?? (process ? undefined : started)
  return since === undefined ? Number.POSITIVE_INFINITY : Date.parse(since)
}

/**
 * Returns which were dropped: not those that are being made, nor those of sessions that are open. The caller holds the
 * lock of the home.
 */
export async function dropRecordings(
  home: Home,
  sessions: Sessions,
  ids: readonly RecordingId[],
): Promise<RecordingId[]> {
  const wanted = new Set(ids)
  const all = (await listRecordings(home)).filter(({ id }) => wanted.has(id))
  const dropped: RecordingId[] = []
  for (const session of new Set(all.map((recording) => recording.session))) {
    const own = all.filter((recording) => recording.session === session)
    const ownIds = new Set(own.map(({ id }) => id))
    await sessions.inTurn(async () => {
      if (!sessions.isOpen(session)) dropped.push(...(await dropOf(home, session, ownIds)))
    })
  }
  if (dropped.length > 0) await sweepIndexes(home)
  return dropped
}

async function dropOf(home: Home, session: SessionId, ids: ReadonlySet<RecordingId>) {
  const folder = liveRecordingsFolder(home, session)
  const reader = new SessionsReader(home)
  const stored = await reader.find(session).finally(() => reader.close())
  const dropped = new Set<RecordingId>()
  for (const id of ids) {
    const made = readMade(folder, id)
    if (made && lives(made)) continue
    if (made) removeMade(folder, id)
    if (made || stored?.recordings.has(id)) dropped.add(id)
  }
  const taken = new Set([...dropped].filter((id) => stored?.recordings.has(id)))
  if (stored && taken.size > 0) {
    const kept = new Map([...stored.recordings].filter(([id]) => !taken.has(id)))
    const left = await replaceRecordings(home, stored, kept)
    await carryNarrative(home, stored.commit, left.commit)
  }
  return dropped
}
