/** What a recording is whose recorder was killed before it had said so: its cast tells most of it. */
import { statSync } from 'node:fs'
import type { Recording, RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import { CastOnDisk } from '../../store/recordings/cast-on-disk.ts'
import { castFile, recordingFile } from '../../store/recordings/live-recordings.ts'
import { now } from '../../system/clock.ts'

/** Whoever has begun one says within a moment what it is. */
const UNDESCRIBED_MS = 60_000

/** Whether somebody may still be about to say what it is. */
export function isJustBegun(folder: string, id: RecordingId): boolean {
  return changedMs(folder, id) > now() - UNDESCRIBED_MS
}

/** @throws {FlightrecError} failed, when there is no cast, or none that can be read. */
export function describeCast(folder: string, session: SessionId, id: RecordingId): Recording {
  const file = CastOnDisk.open(castFile(folder, id))
  try {
    const { columns, rows, timestamp, title } = file.header()
    const startedMs = timestamp === undefined ? changedMs(folder, id) : timestamp * 1000
    return {
      ...{ id, session, columns, rows },
      started: new Date(startedMs).toISOString(),
      ...(title !== undefined && { title }),
    }
  } finally {
    file.close()
  }
}

function changedMs(folder: string, id: RecordingId): number {
  const stats = [castFile(folder, id), recordingFile(folder, id)].map((path) =>
    statSync(path, { throwIfNoEntry: false }),
  )
  return Math.max(...stats.map((stat) => stat?.mtimeMs ?? 0))
}
