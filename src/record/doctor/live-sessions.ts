import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { isSessionId, type SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { newerFormat } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import { homeLockPath } from '../../store/home/home-lock.ts'
import { readJournalLines } from '../../store/sessions/journal-line.ts'
import {
  holdsSession,
  isDescriptionDamaged,
  listSegments,
  liveFolder,
  namesInLive,
  RECORDINGS,
  readLiveSession,
  segmentFile,
} from '../../store/sessions/live-folder.ts'
import { sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { lockOwner } from '../../system/lock.ts'
import { EventPreparer } from '../sessions/prepare-event.ts'
import { whyOver } from '../sessions/session-over.ts'
import { Sessions } from '../sessions/sessions.ts'
import type { HomeCheck, Problem } from './check.ts'

const OVER = {
  'process-gone': 'its agent is gone, and nobody records',
  idle: 'nothing has happened in it for long, and nobody records',
} as const

/** Sessions that run no more, and journals that a crash has hurt. A recorder at work sees to these itself. */
export const liveSessions: HomeCheck = {
  id: 'live-sessions',
  find(home) {
    const owner = lockOwner(homeLockPath(home))
    if ((owner && owner.pid !== process.pid) || newerFormat(sessionsGitDir(home))) return []
    return namesInLive(home).flatMap((name) =>
      isSessionId(name) ? inLive(home, name) : [foreign(home, name)],
    )
  },
}

function inLive(home: Home, id: SessionId): Problem[] {
  const folder = liveFolder(home, id)
  const holdsOnlyRecordings = !holdsSession(folder) && existsSync(join(folder, RECORDINGS))
  return holdsOnlyRecordings ? [] : inSession(home, id)
}

function inSession(home: Home, id: SessionId): Problem[] {
  const fix = () => takeUp(home, id)
  const folder = liveFolder(home, id)
  const subject = showText(folder)
  const segments = listSegments(folder)
  const session = readLiveSession(home, id)
  if (!session) {
    const problem = isDescriptionDamaged(home, id)
      ? 'its session.json is not as it was written'
      : 'nothing says what session it is'
    const remedy =
      segments.length > 0 ? 'go on with what its events say' : 'remove it, as it has no events'
    return [{ subject, problem, remedy, fix }]
  }
  const torn = segments.filter((n) => isDamaged(segmentFile(folder, n)))
  const problems: Problem[] = torn.map((n) => ({
    subject: showText(segmentFile(folder, n)),
    problem: 'some of its lines are not whole',
    remedy: 'put them aside, and keep the numbers of the others',
    fix,
  }))
  const reason = whyOver(session)
  if (reason === 'process-gone' || reason === 'idle')
    problems.push({ subject: id, problem: OVER[reason], remedy: 'end it', fix })
  return problems
}

function isDamaged(path: string): boolean {
  try {
    return [...readJournalLines(readFileSync(path))].some(({ event }) => event === undefined)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw error
  }
}

/** Opening the sessions mends the journals; what is over then ends. The doctor holds the lock of the home. */
async function takeUp(home: Home, id: SessionId): Promise<void> {
  const sessions = await Sessions.open({ home, preparer: new EventPreparer(home, []) })
  try {
    await sessions.tidy()
    const problem = sessions.problems.find((text) => text.includes(id))
    if (problem === undefined) return
    const hint = 'Run `flightrec verify` to see what the damage costs.'
    throw new FlightrecError('failed', problem, { hint })
  } finally {
    await sessions.close()
  }
}

function foreign(home: Home, name: string): Problem {
  const subject = showText(join(home.path, 'live', name))
  return { subject, problem: 'it is no session', remedy: 'Look what it is, and move it away.' }
}
