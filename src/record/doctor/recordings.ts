/** Recordings in live/ that cannot be moved into the sessions repo as they are. */
import { existsSync } from 'node:fs'
import { quarantine } from '../../git/upkeep/quarantine.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { newerFormat } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import { CastOnDisk } from '../../store/recordings/cast-on-disk.ts'
import {
  castFile,
  liveRecordingsFolder,
  recordingFile,
  saveLiveRecording,
} from '../../store/recordings/live-recordings.ts'
import {
  listMadeIds,
  lives,
  readMade,
  sessionsWithRecordings,
} from '../../store/recordings/made-recordings.ts'
import { prepareSessionsRepo, sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { EventPreparer } from '../sessions/prepare-event.ts'
import { Sessions } from '../sessions/sessions.ts'
import { describeCast, isJustBegun } from '../terminal/describe-cast.ts'
import { sealRecordings } from '../terminal/seal-recordings.ts'
import type { HomeCheck, Problem } from './check.ts'

interface Found {
  home: Home
  session: SessionId
  folder: string
  id: RecordingId
}

export const recordingsCheck: HomeCheck = {
  id: 'recordings',
  find(home) {
    if (newerFormat(sessionsGitDir(home))) return []
    return sessionsWithRecordings(home).flatMap((session) => {
      const folder = liveRecordingsFolder(home, session)
      return listMadeIds(folder).flatMap((id) => inFolder({ home, session, folder, id }))
    })
  },
}

function inFolder(found: Found): Problem[] {
  const { folder, id } = found
  const path = castFile(folder, id)
  const recording = readMade(folder, id)
  if (recording && lives(recording)) return []
  if (!recording && isJustBegun(folder, id)) return []
  const problem = existsSync(path) ? castProblem(path) : undefined
  const isEnded = recording === undefined || recording.ended !== undefined
  if (problem !== undefined && isEnded) {
    const remedy = 'move it to quarantine'
    return [{ subject: showText(path), problem, remedy, fix: () => setAside(found) }]
  }
  if (!recording) {
    const what = 'nothing says what recording it is, or not as it was written'
    const remedy = 'go on with what its cast says'
    return [{ subject: showText(path), problem: what, remedy, fix: () => describe(found) }]
  }
  return []
}

function castProblem(path: string): string | undefined {
  try {
    const file = CastOnDisk.open(path)
    try {
      file.header()
      return undefined
    } finally {
      file.close()
    }
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    return error.message
  }
}

function setAside({ home, folder, id }: Found): void {
  prepareSessionsRepo(home)
  for (const path of [castFile(folder, id), recordingFile(folder, id)]) {
    if (existsSync(path)) quarantine(sessionsGitDir(home), path)
  }
}

async function describe(found: Found): Promise<void> {
  const { home, session, folder, id } = found
  if (!existsSync(castFile(folder, id))) return setAside(found)
  await saveLiveRecording(folder, describeCast(folder, session, id))
  await seal(home)
}

/** The doctor holds the lock of the home. */
async function seal(home: Home): Promise<void> {
  const sessions = await Sessions.open({ home, preparer: new EventPreparer(home, []) })
  try {
    await sealRecordings(home, sessions, () => {})
  } finally {
    await sessions.close()
  }
}
