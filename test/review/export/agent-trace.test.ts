import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../../src/model/event.ts'
import { NO_EVENTS, type Session, type SessionId } from '../../../src/model/session.ts'
import { agentTraceRecords } from '../../../src/review/export/agent-trace.ts'
import { RepoView } from '../../../src/review/repo/repo-view.ts'
import type { StoredEvent } from '../../../src/store/sessions/journal-line.ts'
import { runPlainGit } from '../../helpers/plain-git.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

const ID = 'sess_00000000000000aa' as SessionId
const OTHER = 'sess_00000000000000bb'
const BY = {
  session: ID,
  event: '3',
  evidence: 'declared',
  actor: { name: 'claude-code', email: `${ID}@flightrec` },
}
const SESSION: Session = {
  ...{ id: ID, agent: 'claude-code', started: '', last: '', totals: NO_EVENTS },
}

interface Range {
  start_line: number
  end_line: number
  content_hash: string
}

interface Record {
  id: string
  vcs: { revision: string }
  files: { path: string; conversations: { url: string; contributor: object; ranges: Range[] }[] }[]
  metadata: { flightrec: { other_changes?: object[] } }
}

let fixture: ShadowFixture
let view: RepoView
beforeEach(() => {
  fixture = shadowFixture()
  view = new RepoView(fixture.repo)
})
afterEach(() => {
  view.close()
  fixture.dispose()
})

async function records(...events: Partial<Event>[]): Promise<Record[]> {
  async function* all() {
    yield* events as StoredEvent[]
  }
  const found: Record[] = []
  const exported = { session: SESSION, recordings: [], events: all }
  for await (const record of agentTraceRecords(exported, view, '1.0')) {
    found.push(record as Record)
  }
  return found
}

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join('')

test('a record has the lines that came, and no others', async () => {
  await fixture.snapshot({ 'a.txt': lines('1', '2', '3'), gone: 'x\n', bin: '\0' })
  const { commit } = await fixture.snapshot(
    { 'a.txt': lines('1', 'new', 'er', '3', 'last'), 'src/é b.ts': 'one', bin: '\0\0' },
    BY,
  )
  const [record, ...rest] = await records({
    model: 'claude-opus-5',
    time: '2026-06-12T14:00:00.000Z',
  })
  expect(rest).toEqual([])
  expect(record).toMatchObject({
    version: '0.1.0',
    vcs: { type: 'git', revision: commit },
    tool: { name: 'flightrec', version: '1.0' },
  })
  const hash = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
  expect(record!.files).toEqual([
    {
      path: 'a.txt',
      conversations: [
        {
          url: `flightrec:${ID}#3`,
          contributor: { type: 'ai', model_id: 'anthropic/claude-opus-5' },
          ranges: [
            { start_line: 2, end_line: 3, content_hash: hash('new\ner\n') },
            { start_line: 5, end_line: 5, content_hash: hash('last\n') },
          ],
        },
      ],
    },
    expect.objectContaining({ path: 'src/é b.ts' }),
  ])
  expect(record!.metadata.flightrec.other_changes).toEqual([
    { path: 'bin', type: 'modified' },
    { path: 'gone', type: 'removed' },
  ])
  expect(record!.id).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  expect((await records())[0]!.id).toBe(record!.id)
})

test('every line that git blames on the session is in the record of that commit, others in none', async () => {
  let text = Array.from({ length: 40 }, (_, n) => `line ${n}`)
  await fixture.snapshot({ f: lines(...text) })
  for (let n = 0; n < 12; n += 1) {
    const at = (n * 7) % text.length
    text = [...text.slice(0, at), `-- ${n}`, `++ ${n}`, '@@ -1 +1 @@', ...text.slice(at + (n % 4))]
    const by = n % 3 === 0 ? {} : n % 3 === 1 ? BY : { ...BY, session: OTHER }
    await fixture.snapshot({ f: lines(...text) }, by)
  }
  const all = await records()
  expect(all).toHaveLength(4)
  const blame = runPlainGit([
    '--git-dir',
    fixture.gitDir,
    'blame',
    '-p',
    'refs/heads/main',
    '--',
    'f',
  ])
  const blamed = [...blame.matchAll(/^([0-9a-f]{40}) (\d+) \d+/gm)]
  expect(blamed).toHaveLength(text.length)
  const ofSession = new Set(
    runPlainGit([
      '--git-dir',
      fixture.gitDir,
      'log',
      '--format=%H',
      `--grep=Session: ${ID}`,
      'refs/heads/main',
    ])
      .trim()
      .split('\n'),
  )
  for (const [, commit, line] of blamed) {
    const record = all.find(({ vcs }) => vcs.revision === commit)
    const ranges = record?.files[0]?.conversations[0]?.ranges ?? []
    const isIn = ranges.some(
      (one) => one.start_line <= Number(line) && Number(line) <= one.end_line,
    )
    expect(isIn).toBe(ofSession.has(commit!))
  }
})

test('the model is the one in use when the snapshot was taken', async () => {
  await fixture.snapshot({ f: '1\n' }, { at: '2026-06-12T14:00:00.000Z' })
  await fixture.snapshot({ f: '2\n' }, { ...BY, at: '2026-06-12T14:00:10.000Z' })
  await fixture.snapshot({ f: '3\n' }, { ...BY, at: '2026-06-12T14:00:20.000Z' })
  const found = await records(
    { model: 'claude-opus-5', time: '2026-06-12T14:00:05.000Z' },
    { model: 'gpt-5-codex', time: '2026-06-12T14:00:15.000Z' },
  )
  expect(found.map(({ files }) => files[0]!.conversations[0]!.contributor)).toEqual([
    { type: 'ai', model_id: 'anthropic/claude-opus-5' },
    { type: 'ai', model_id: 'openai/gpt-5-codex' },
  ])
})

test('a model that is named with its maker keeps that name, and one too long for the schema is left out', async () => {
  await fixture.snapshot({ f: '1\n' })
  await fixture.snapshot({ f: '2\n' }, BY)
  const contributorOf = async (model: string) => {
    const [record] = await records({ model, time: '2026-06-12T14:00:00.000Z' })
    return record!.files[0]!.conversations[0]!.contributor
  }
  expect(await contributorOf('openrouter/anthropic/claude-opus-5')).toEqual({
    type: 'ai',
    model_id: 'openrouter/anthropic/claude-opus-5',
  })
  expect(await contributorOf('m'.repeat(241))).toEqual({ type: 'ai' })
})

test('where nothing is recorded, or nothing is attributed, there is no record', async () => {
  expect(await records()).toEqual([])
  await fixture.snapshot({ f: '1\n' })
  expect(await records()).toEqual([])
})
