import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gitText } from '../../../src/git/process/run.ts'
import type { SessionId } from '../../../src/model/session.ts'
import {
  collectSessions,
  type SessionGarbageOptions,
} from '../../../src/record/prune/collect-sessions.ts'
import { EventPreparer, type NewEvent } from '../../../src/record/sessions/prepare-event.ts'
import { Sessions } from '../../../src/record/sessions/sessions.ts'
import { dropEnded } from '../../../src/service/sessions/session-steps.ts'
import { type Home, locateHome } from '../../../src/store/home/home.ts'
import { SessionsReader, sessionsGitDir } from '../../../src/store/sessions/sessions-repo.ts'
import { removeTree } from '../../helpers/remove-tree.ts'

const OLD = 'sess_00000000000000aa' as SessionId
const OLDER = 'sess_00000000000000bb' as SessionId
const NEW = 'sess_00000000000000cc' as SessionId
const RUNNING = 'sess_00000000000000dd' as SessionId

let home: Home
let sessions: Sessions

beforeEach(async () => {
  mkdirSync(process.env.FLIGHTREC_HOME!, { mode: 0o700 })
  home = locateHome()
  mkdirSync(home.runPath, { mode: 0o700 })
  sessions = await Sessions.open({ home, preparer: new EventPreparer(home, []) })
  await record(OLD, 40)
  await record(OLDER, 400)
  await record(NEW, 2)
  await record(RUNNING, 100)
  await say(RUNNING, 90)
})
afterEach(async () => {
  await sessions.close()
  removeTree(home.path)
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

async function say(id: SessionId, days: number, type: NewEvent['event_type'] = 'USER_INPUT') {
  const summary = randomBytes(30_000).toString('hex')
  const event: NewEvent = { time: daysAgo(days), event_type: type, summary, source: 'hook' }
  await sessions.record({ id, agent: 'bot' }, [event])
}

/** A session that said so long ago that it was over. */
async function record(id: SessionId, days: number): Promise<void> {
  await say(id, days)
  await say(id, days, 'SESSION_END')
  await sessions.closeEnded([id])
}

function collect(options: Partial<SessionGarbageOptions>) {
  const drop = (ids: readonly SessionId[]) => dropEnded(home, sessions, ids)
  const plan = { recordings: 0, dropped: [], freedBytes: 0, dropsIndexes: false }
  const none = { plan, dropRecordings: async () => [] }
  return collectSessions(home, { isDryRun: false, drop, ...none, ...options })
}

async function listed(): Promise<string[]> {
  const reader = new SessionsReader(home)
  try {
    return (await reader.list()).sort()
  } finally {
    reader.close()
  }
}

const fsck = () => gitText(sessionsGitDir(home), ['fsck', '--strict', '--no-dangling'])

test('without a limit of age all sessions stay, in one pack', async () => {
  const result = await collect({})
  expect(result).toMatchObject({ sessions: 4, dropped: 0, repacked: 'whole' })
  expect(await listed()).toEqual([OLD, OLDER, NEW, RUNNING])
  expect(readdirSync(join(sessionsGitDir(home), 'objects')).sort()).toEqual(['info', 'pack'])
})

test('sessions older than the limit go with their reflogs, those that run stay however old', async () => {
  const { bytesBefore, bytesAfter, dropped } = await collect({ keepDays: 30 })
  expect(dropped).toBe(2)
  expect(bytesBefore - bytesAfter).toBeGreaterThan(60_000)
  expect(await listed()).toEqual([NEW, RUNNING])
  expect(readdirSync(join(sessionsGitDir(home), 'logs/refs/sessions')).sort()).toEqual([
    NEW,
    RUNNING,
  ])
  await fsck()
  await say(RUNNING, 0)
  await sessions.end(RUNNING, 'stop')
  await fsck()
})

test('a dry run says what would go and about how much that frees, and drops nothing', async () => {
  const planned = await collect({ keepDays: 30, isDryRun: true })
  expect(await listed()).toEqual([OLD, OLDER, NEW, RUNNING])
  const done = await collect({ keepDays: 30 })
  expect(planned.dropped).toBe(done.dropped)
  const freed = planned.bytesBefore - planned.bytesAfter
  expect(freed).toBeGreaterThan(60_000)
  expect(freed / (done.bytesBefore - done.bytesAfter)).toBeCloseTo(1, 0)
})

test('a session that goes on after gc has chosen it stays whole', async () => {
  const drop = async (ids: readonly SessionId[]) => {
    await say(OLD, 0)
    return await dropEnded(home, sessions, ids)
  }
  expect((await collect({ keepDays: 30, drop })).dropped).toBe(1)
  await sessions.end(OLD, 'stop')
  const reader = new SessionsReader(home)
  expect((await reader.find(OLD))!.segments.size).toBe(2)
  reader.close()
  await fsck()
})
