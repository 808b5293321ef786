import { mkdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionId } from '../../../src/model/session.ts'
import { EventPreparer, type NewEvent } from '../../../src/record/sessions/prepare-event.ts'
import { Sessions } from '../../../src/record/sessions/sessions.ts'
import { RULES } from '../../../src/rules/catalogue.ts'
import { type Home, locateHome } from '../../../src/store/home/home.ts'
import { callKey } from '../../../src/store/sessions/call-key.ts'
import { readEvents } from '../../../src/store/sessions/session-events.ts'
import { SessionsReader } from '../../../src/store/sessions/sessions-repo.ts'
import { removeTree } from '../../helpers/remove-tree.ts'

const ID = 'sess_0123456789abcdef' as SessionId
const BY = { id: ID, agent: 'bot' }

let home: Home
let sessions: Sessions

beforeEach(async () => {
  mkdirSync(process.env.FLIGHTREC_HOME!, { mode: 0o700 })
  home = locateHome()
  sessions = await Sessions.open({ home, preparer: new EventPreparer(home, RULES) })
})
afterEach(async () => {
  await sessions.close()
  removeTree(home.path)
})

let clockMs = Date.parse('2026-01-01T00:00:00.000Z')

function told(event: Partial<NewEvent>): NewEvent {
  clockMs += 100
  return {
    time: new Date(clockMs).toISOString(),
    event_type: 'SHELL_EXEC',
    summary: event.command ?? '',
    tool: 'sh',
    cwd: '/w',
    source: 'hook',
    intake: `entry-${clockMs}`,
    ...event,
  }
}

const before = (command: string, id?: string) => told({ command, phase: 'before', ...named(id) })
const after = (command: string, id?: string) => told({ command, phase: 'after', ...named(id) })
const named = (id: string | undefined) => (id === undefined ? {} : { call_id: id })

function gone(call: string | undefined, ...paths: string[]): NewEvent {
  const { intake: _, tool: __, ...event } = told({ event_type: 'FILE_DELETE', paths })
  return {
    ...event,
    summary: `delete ${paths[0]}`,
    source: 'watch',
    snapshot_after: `20260101T000000-${String(clockMs % 1000).padStart(3, '0')}`,
    ...named(call),
  }
}

/** What was reported, event by event, in the order in which the session has them. */
async function reported(): Promise<string[]> {
  const reader = new SessionsReader(home)
  const found: string[] = []
  for await (const { source, phase, findings = [] } of readEvents(home, reader, ID))
    if (findings.length > 0) found.push(`${source} ${phase ?? '-'}: ${findings.join(', ')}`)
  reader.close()
  return found
}

test('a deletion is reported once, by its call, and not again by its end or by what was seen of it', async () => {
  await sessions.record(BY, [before('rm a.txt', 'c1')])
  await sessions.noteSeen(ID, [gone('c1', '/w/a.txt')])
  await sessions.record(BY, [after('rm a.txt', 'c1')])
  expect(await reported()).toEqual(['hook before: destructive-rm'])
  expect(sessions.list()[0]!.totals).toMatchObject({ steps: 1, anomalies: 1 })
})

test('what a call deleted is known when it is seen after the call has ended, and in several snapshots', async () => {
  await sessions.record(BY, [before('rm -rf src', 'c1')])
  await sessions.record(BY, [after('rm -rf src', 'c1')])
  await sessions.noteSeen(ID, [gone('c1', '/w/src/a.txt')])
  await sessions.noteSeen(ID, [gone('c1', '/w/src/b.txt')])
  expect(await reported()).toEqual(['hook before: dangerous-rm-rf'])
})

test('a change that is seen before its call is told is kept until then, so that the call is what is reported', async () => {
  await sessions.record(BY, [told({ event_type: 'USER_INPUT', summary: 'go' })])
  await sessions.noteSeen(ID, [gone('c1', '/w/a.txt')])
  expect(await reported()).toEqual([])
  await sessions.record(BY, [before('rm a.txt', 'c1')])
  await sessions.record(BY, [after('rm a.txt', 'c1')])
  expect(await reported()).toEqual(['hook before: destructive-rm'])
  expect(sessions.list()[0]!.totals).toMatchObject({ steps: 2, files: 1 })
})

test('a change whose call is never told is not lost when the session ends', async () => {
  await sessions.record(BY, [told({ event_type: 'USER_INPUT', summary: 'go' })])
  await sessions.noteSeen(ID, [gone('c1', '/w/a.txt')])
  await sessions.end(ID, 'stop')
  expect(await reported()).toEqual(['watch -: destructive-rm'])
})

test('calls that have no id are one act too: their end is known by their tool and words', async () => {
  const begin = before('rm a.txt')
  await sessions.record(BY, [begin])
  await sessions.noteSeen(ID, [gone(callKey(begin), '/w/a.txt')])
  await sessions.record(BY, [after('rm a.txt')])
  await sessions.record(BY, [before('rm a.txt')])
  await sessions.record(BY, [after('rm a.txt')])
  expect(await reported()).toEqual(['hook before: destructive-rm', 'hook before: destructive-rm'])
  expect(sessions.list()[0]!.totals).toMatchObject({ steps: 2, anomalies: 2 })
})

test('what only the change shows is reported of the change, and nothing that the call has shown', async () => {
  await sessions.record(BY, [before('rm -rf src', 'c1')])
  await sessions.noteSeen(ID, [gone('c1', '/w/src/.env', '/w/src/a.txt')])
  await sessions.record(BY, [before("find . -name '*.x' -delete", 'c2')])
  const many = Array.from({ length: 30 }, (_, n) => `/w/${n}.x`)
  await sessions.noteSeen(ID, [gone('c2', ...many)])
  expect(await reported()).toEqual([
    'hook before: dangerous-rm-rf',
    'watch -: sensitive-env-file',
    'hook before: destructive-rm',
    'watch -: mass-deletion',
  ])
})

test('an id that a model gives anew is another call, and what it does is reported', async () => {
  for (const path of ['a', 'b']) {
    await sessions.record(BY, [before(`rm ${path}`, 'call_0')])
    await sessions.record(BY, [after(`rm ${path}`, 'call_0')])
  }
  await sessions.record(BY, [before('rm c', 'call_1')])
  await sessions.record(BY, [before('rm d', 'call_1')])
  expect(await reported()).toHaveLength(4)
})
