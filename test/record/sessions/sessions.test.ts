import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionId } from '../../../src/model/session.ts'
import { EventPreparer, type NewEvent } from '../../../src/record/sessions/prepare-event.ts'
import { Sessions } from '../../../src/record/sessions/sessions.ts'
import { RULES } from '../../../src/rules/catalogue.ts'
import { type Home, locateHome } from '../../../src/store/home/home.ts'
import type { StoredEvent } from '../../../src/store/sessions/journal-line.ts'
import { readLiveSession } from '../../../src/store/sessions/live-folder.ts'
import { readEvents } from '../../../src/store/sessions/session-events.ts'
import { SessionsReader } from '../../../src/store/sessions/sessions-repo.ts'
import { removeTree } from '../../helpers/remove-tree.ts'

const ID = 'sess_0123456789abcdef' as SessionId
const PADDING = 'word '.repeat(100_000)

let home: Home

beforeEach(() => {
  mkdirSync(process.env.FLIGHTREC_HOME!, { mode: 0o700 })
  home = locateHome()
})
afterEach(() => removeTree(home.path))

const open = () => Sessions.open({ home, preparer: new EventPreparer(home, RULES) })

function events(intake: string, ...summaries: string[]): NewEvent[] {
  const time = '2026-01-01T00:00:00.000Z'
  return summaries.map((summary) => {
    return { time, event_type: 'USER_INPUT', summary, source: 'hook', intake, raw: PADDING }
  })
}

async function read(): Promise<StoredEvent[]> {
  const reader = new SessionsReader(home)
  try {
    const all: StoredEvent[] = []
    for await (const event of readEvents(home, reader, ID)) all.push(event)
    return all
  } finally {
    reader.close()
  }
}

const said = (all: readonly StoredEvent[]) =>
  all.filter(({ event_type }) => event_type === 'USER_INPUT').map(({ summary }) => summary)

test('a full journal moves into the repo, and the events read as one row before and after', async () => {
  const sessions = await open()
  for (let n = 0; n < 30; n += 1) {
    await sessions.record({ id: ID, agent: 'bot' }, events(`entry-${n}`, `${n}`))
  }
  const running = await read()
  await sessions.end(ID, 'stop')
  await sessions.close()
  const ended = await read()
  expect(ended.slice(0, -1)).toEqual(running)
  expect(ended.map(({ seq }) => seq)).toEqual(Array.from({ length: 32 }, (_, n) => n + 1))
  const reader = new SessionsReader(home)
  const stored = await reader.find(ID)
  reader.close()
  expect(stored!.segments.size).toBeGreaterThan(2)
  expect(stored!.session.totals).toMatchObject({ events: 32, steps: 30 })
})

test('a crash after a journal has moved and before it is removed leaves each event once', async () => {
  const folder = join(home.path, 'live', ID)
  const copy = join(home.path, 'copy')
  let sessions = await open()
  let count = 0
  do {
    if (count > 0) cpSync(folder, copy, { recursive: true })
    await sessions.record({ id: ID, agent: 'bot' }, events(`entry-${count}`, `${count}`))
    count += 1
  } while (readdirSync(folder).includes('1.jsonl'))
  await sessions.close()
  cpSync(join(copy, '1.jsonl'), join(folder, '1.jsonl'))
  sessions = await open()
  await sessions.record({ id: ID, agent: 'bot' }, events('entry-last', 'last'))
  await sessions.close()
  const all = await read()
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, n) => n + 1))
  expect(said(all)).toEqual([...Array.from({ length: count }, (_, n) => `${n}`), 'last'])
  expect(readdirSync(folder).sort()).toEqual(['2.jsonl', 'session.json'])
})

test('what a payload says is recorded once, however often it comes, also after the session has ended', async () => {
  let sessions = await open()
  await sessions.record({ id: ID, agent: 'bot' }, events('entry-1', 'a', 'b'))
  await sessions.record({ id: ID, agent: 'bot' }, events('entry-1', 'a', 'b', 'c'))
  const last: NewEvent = { ...events('entry-2', 'bye')[0]!, event_type: 'SESSION_END' }
  await sessions.record({ id: ID, agent: 'bot' }, [last])
  await sessions.closeEnded([ID])
  await sessions.close()
  sessions = await open()
  await sessions.record({ id: ID, agent: 'bot' }, [last])
  await sessions.closeEnded([ID])
  expect(sessions.list()).toEqual([])
  await sessions.record({ id: ID, agent: 'bot' }, events('entry-3', 'back again'))
  await sessions.close()
  const all = await read()
  expect(said(all)).toEqual(['a', 'b', 'c', 'back again'])
  expect(all.map(({ event_type }) => event_type)).toEqual([
    ...['SESSION_START', 'USER_INPUT', 'USER_INPUT', 'USER_INPUT', 'SESSION_END'],
    ...['SESSION_START', 'USER_INPUT'],
  ])
})

test('a session that has been silent for an hour ends when it was last heard of', async () => {
  const sessions = await open()
  await sessions.record({ id: ID, agent: 'bot' }, events('entry-1', 'hello'))
  await sessions.tidy()
  await sessions.close()
  const reader = new SessionsReader(home)
  const stored = await reader.find(ID)
  reader.close()
  expect(stored!.session).toMatchObject({ end_reason: 'idle', ended: '2026-01-01T00:00:00.000Z' })
})

test('a session that is taken up and left alone is told of as before, not as empty', async () => {
  const first = await open()
  await first.record({ id: ID, agent: 'bot' }, events('one', 'a', 'b'))
  await first.close()
  const before = readLiveSession(home, ID)
  const second = await open()
  await second.close()
  expect(before?.totals.events).toBe(3)
  expect(readLiveSession(home, ID)?.totals).toEqual(before?.totals)
})

test('who records / records every session: what they change would be put down to nobody', async () => {
  const sessions = await open()
  await sessions.record({ id: ID, agent: 'bot', root: '/srv/site' }, events('entry', 'hello'))
  const idsIn = (root: string) => sessions.activeIn(root).map(({ session }) => session.id)
  expect(idsIn('/')).toEqual([ID])
  expect(idsIn('/srv')).toEqual([ID])
  expect(idsIn('/srv/sit')).toEqual([])
  await sessions.close()
})
