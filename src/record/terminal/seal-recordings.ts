/** Moves recordings that have ended, be it that their process was killed, from live/ into the sessions repo. */
import { rmdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CastEvent, GAP_MARKER, KILLED } from '../../model/cast.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import type { Recording, RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import type { TerminalSize } from '../../model/terminal-size.ts'
import type { Home } from '../../store/home/home.ts'
import { CastOnDisk } from '../../store/recordings/cast-on-disk.ts'
import { CastReader } from '../../store/recordings/cast-reader.ts'
import { castFile, liveRecordingsFolder } from '../../store/recordings/live-recordings.ts'
import {
  listMadeIds,
  lives,
  readMade,
  removeMade,
  sessionsWithRecordings,
} from '../../store/recordings/made-recordings.ts'
import {
  type StoredRecording,
  StoredRecordingWriter,
} from '../../store/recordings/stored-recording.ts'
import { now } from '../../system/clock.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { describeCast, isJustBegun } from './describe-cast.ts'
import { keepRecordings } from './keep-recordings.ts'

const ABANDONED_MS = 60_000

/** Hears of a recording that cannot be moved, and stays. */
export type OnStuck = (id: RecordingId, error: Error) => void

/** Moves them; their sessions may go on. The caller holds the lock of the home. */
export async function sealRecordings(
  home: Home,
  sessions: Sessions,
  onStuck: OnStuck,
): Promise<RecordingId[]> {
  const sealed: RecordingId[] = []
  for (const session of sessions.refusal ? [] : sessionsWithRecordings(home)) {
    // Long work, for which no event has to wait.
    const stored = await storeEnded(home, session, onStuck)
    const isKept = await sessions.inTurn(async () => {
      if (stored.length === 0) return false
      await keepRecordings(home, session, stored, sessions.opened(session))
      return true
    })
    const folder = liveRecordingsFolder(home, session)
    for (const { id } of isKept ? stored : []) {
      removeMade(folder, id)
      sealed.push(id)
    }
    if (sessions.isOpen(session)) continue
    if (isKept || isAbandoned(folder)) removeIfEmpty(folder)
  }
  return sealed
}

async function storeEnded(
  home: Home,
  session: SessionId,
  onStuck: OnStuck,
): Promise<StoredRecording[]> {
  const folder = liveRecordingsFolder(home, session)
  const stored: StoredRecording[] = []
  for (const id of listMadeIds(folder)) {
    try {
      const recording = readMade(folder, id) ?? undescribed(folder, session, id)
      if (!recording || lives(recording)) continue
      stored.push(await store(home, folder, recording))
    } catch (error) {
      if (errnoOf(error) === undefined && !(error instanceof FlightrecError)) throw error
      onStuck(id, error as Error)
    }
  }
  return stored
}

/** One that was killed at its very beginning. */
function undescribed(folder: string, session: SessionId, id: RecordingId): Recording | undefined {
  return isJustBegun(folder, id) ? undefined : describeCast(folder, session, id)
}

async function store(home: Home, folder: string, recording: Recording): Promise<StoredRecording> {
  const { process: _, ended, ...rest } = recording
  const writer = await copy(home, castFile(folder, recording.id), recording)
  if (ended === undefined)
    await writer.add({ timeMs: writer.lastMs, code: 'm', data: `${GAP_MARKER}${KILLED}` })
  const endMs = Date.parse(recording.started) + writer.lastMs
  return await writer.end({ ...rest, ended: ended ?? new Date(endMs).toISOString() })
}

/** A recorder that was killed at once may have written nothing, or half a header. */
async function copy(
  home: Home,
  path: string,
  { columns, rows }: TerminalSize,
): Promise<StoredRecordingWriter> {
  const file = openIfThere(path)
  if (!file) return new StoredRecordingWriter(home, { columns, rows })
  try {
    const reader = new CastReader()
    let writer: StoredRecordingWriter | undefined
    const take = async (events: readonly CastEvent[]) => {
      if (!reader.header) return
      writer ??= new StoredRecordingWriter(home, reader.header)
      for (const event of events) await writer.add(event)
    }
    for (const chunk of file.chunks()) await take(reader.push(chunk))
    if (reader.header) await take(reader.end())
    return writer ?? new StoredRecordingWriter(home, { columns, rows })
  } finally {
    file.close()
  }
}

function openIfThere(path: string): CastOnDisk | undefined {
  try {
    return CastOnDisk.open(path)
  } catch (error) {
    if (errnoOf((error as Error).cause) === 'ENOENT') return undefined
    throw error
  }
}

/** Whoever has just made the folder is about to use it. */
function isAbandoned(folder: string): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false })
  return stat !== undefined && now() - stat.mtimeMs > ABANDONED_MS
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
    rmdirSync(dirname(folder))
  } catch (error) {
    // Recordings are still being made there, or a session runs.
    if (errnoOf(error) !== 'ENOTEMPTY' && errnoOf(error) !== 'ENOENT') throw error
  }
}
