import { expect, test } from 'vitest'
import { planRecordings } from '../../../src/record/prune/prune-recordings.ts'
import type { Sessions } from '../../../src/record/sessions/sessions.ts'
import { dropRecordings, oldRecordings } from '../../../src/record/terminal/drop-recordings.ts'
import { sealRecordings } from '../../../src/record/terminal/seal-recordings.ts'
import { verifySessions } from '../../../src/review/verify/verify-sessions.ts'
import type { Home } from '../../../src/store/home/home.ts'
import { listRecordings } from '../../../src/store/recordings/recordings-reader.ts'
import { SessionsReader, sessionsGitDir } from '../../../src/store/sessions/sessions-repo.ts'
import { runPlainGit } from '../../helpers/plain-git.ts'
import {
  castOf,
  emptyHome,
  leaveRecording,
  recordingId,
  SESSION,
} from '../../helpers/recordings.ts'
import { sessionsOf } from '../../helpers/session-store.ts'

const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()

/** A session of one step with two recordings at rest, one of 40 days ago and one of now. */
async function storeOfTwo(): Promise<{ home: Home; sessions: Sessions }> {
  const home = emptyHome()
  const sessions = await sessionsOf(home)
  await say(sessions)
  await sessions.end(SESSION, 'stop')
  const old = { id: recordingId(1), started: daysAgo(40), ended: daysAgo(40) }
  await leaveRecording(home, 'ended', castOf(['old']), old)
  const young = { id: recordingId(2), started: daysAgo(1), ended: daysAgo(1) }
  await leaveRecording(home, 'ended', castOf(['young']), young)
  await sealRecordings(home, sessions, (_, error) => {
    throw error
  })
  return { home, sessions }
}

const say = (sessions: Sessions) =>
  sessions.record({ id: SESSION, agent: 'bot' }, [
    { time: new Date().toISOString(), event_type: 'USER_INPUT', summary: 'hi', source: 'hook' },
  ])

const ids = async (home: Home) => (await listRecordings(home)).map(({ id }) => id)

function bytesInRepo(home: Home, name: string): boolean {
  const listed = runPlainGit(
    ['cat-file', '--batch-check', '--batch-all-objects'],
    sessionsGitDir(home),
  )
  return listed.includes(name)
}

test('what is older than its days is dropped for good, and the events of its session stay', async () => {
  const { home, sessions } = await storeOfTwo()
  const blob = runPlainGit(
    ['rev-parse', `refs/sessions/${SESSION}:recordings/${recordingId(1)}/1.cast.br`],
    sessionsGitDir(home),
  ).trim()
  expect(oldRecordings(await listRecordings(home), 0)).toEqual([])
  const old = oldRecordings(await listRecordings(home), 30)
  expect(old).toEqual([recordingId(1)])
  expect(await dropRecordings(home, sessions, old)).toEqual(old)
  expect(await ids(home)).toEqual([recordingId(2)])
  expect(bytesInRepo(home, blob)).toBe(true)
  runPlainGit(['gc', '--prune=now', '-q'], sessionsGitDir(home))
  expect(bytesInRepo(home, blob)).toBe(false)
  const reader = new SessionsReader(home)
  expect((await reader.find(SESSION))?.session.totals.steps).toBe(1)
  reader.close()
  expect((await verifySessions(home)).damages).toEqual([])
})

test('one that was imported counts its days from then, whenever it was made', async () => {
  const { home, sessions } = await storeOfTwo()
  const imported = {
    id: recordingId(3),
    started: daysAgo(900),
    ended: daysAgo(900),
    imported: daysAgo(1),
  }
  await leaveRecording(home, 'ended', castOf(['x']), imported)
  await sealRecordings(home, sessions, () => {})
  expect(oldRecordings(await listRecordings(home), 30)).toEqual([recordingId(1)])
})

test('one that is being made, and those of a session that runs, stay', async () => {
  const { home, sessions } = await storeOfTwo()
  await leaveRecording(home, 'running', castOf(['x']), { id: recordingId(3) })
  expect(await dropRecordings(home, sessions, [recordingId(3)])).toEqual([])
  await say(sessions)
  expect(await dropRecordings(home, sessions, [recordingId(1)])).toEqual([])
  await sessions.end(SESSION, 'stop')
  expect(await dropRecordings(home, sessions, [recordingId(1)])).toEqual([recordingId(1)])
})

test('where all must fit, the oldest go first, and no more than has to', async () => {
  const { home } = await storeOfTwo()
  expect((await planRecordings(home, 0, -1)).dropped).toEqual([])
  expect((await planRecordings(home, 0, 1)).dropped).toEqual([recordingId(1)])
  expect((await planRecordings(home, 0, 1e9)).dropped).toEqual([recordingId(1), recordingId(2)])
  expect((await planRecordings(home, 30, -1)).dropped).toEqual([recordingId(1)])
})
