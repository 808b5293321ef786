import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventsOfHook } from '../../../src/agents/catalogue.ts'
import type { Oid } from '../../../src/model/oid.ts'
import type { SessionId } from '../../../src/model/session.ts'
import { recordingTarget, tryingTarget } from '../../../src/record/import/import-target.ts'
import {
  type ImportReport,
  importTranscript,
} from '../../../src/record/import/import-transcript.ts'
import { eventFromDraft, sessionFromDraft } from '../../../src/record/sessions/from-draft.ts'
import { EventPreparer } from '../../../src/record/sessions/prepare-event.ts'
import { Sessions } from '../../../src/record/sessions/sessions.ts'
import { RULES } from '../../../src/rules/catalogue.ts'
import { type Home, locateHome } from '../../../src/store/home/home.ts'
import type { StoredEvent } from '../../../src/store/sessions/journal-line.ts'
import { listLive } from '../../../src/store/sessions/live-folder.ts'
import { readEvents } from '../../../src/store/sessions/session-events.ts'
import { sessionIdOf } from '../../../src/store/sessions/session-id.ts'
import { SessionsReader } from '../../../src/store/sessions/sessions-repo.ts'
import { readTranscriptCopy } from '../../../src/store/sessions/transcript-copy.ts'
import { removeTree } from '../../helpers/remove-tree.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/agents')
const CLAUDE = join(FIXTURES, 'claude-code/transcript.jsonl')
const CLAUDE_HOOKS = join(FIXTURES, 'claude-code/hooks.jsonl')

let home: Home
let sessions: Sessions
let reader: SessionsReader
let file: string

beforeEach(async () => {
  mkdirSync(process.env.FLIGHTREC_HOME!, { mode: 0o700 })
  home = locateHome()
  file = join(home.path, 'transcript.jsonl')
  reader = new SessionsReader(home)
  sessions = await Sessions.open({ home, preparer: new EventPreparer(home, RULES) })
})
afterEach(async () => {
  await sessions.close()
  reader.close()
  removeTree(home.path)
})

function importFile(path: string): Promise<ImportReport> {
  const target = recordingTarget(home, reader, sessions, async () => ({ count: 0, events: [] }))
  return importTranscript(path, { preparer: sessions.preparer, target })
}

async function read(id: SessionId): Promise<StoredEvent[]> {
  const all: StoredEvent[] = []
  for await (const event of readEvents(home, reader, id)) all.push(event)
  return all
}

/** The copies of transcripts that are kept with a session, as text. */
async function copiesOf(id: SessionId): Promise<string[]> {
  const copies: string[] = []
  for (const tree of (await reader.find(id))!.transcripts.values()) {
    const parts: Uint8Array[] = []
    for await (const part of readTranscriptCopy(reader, tree)) parts.push(part)
    copies.push(Buffer.concat(parts).toString('utf8'))
  }
  return copies
}

async function storedSession(id: SessionId) {
  return (await reader.find(id))!.session
}

/** What a call did, and how often that is recorded. */
function callsOf(events: readonly StoredEvent[]): string[] {
  return events
    .filter(({ call_id: id }) => id !== undefined)
    .map(
      ({ call_id: id, phase, event_type: type, paths = [] }) => `${id} ${phase} ${type} ${paths}`,
    )
}

function usageOf(events: readonly StoredEvent[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const { usage = {} } of events) {
    for (const [name, count] of Object.entries(usage)) sum[name] = (sum[name] ?? 0) + count
  }
  return sum
}

async function recordHooks(lines: readonly string[]): Promise<void> {
  for (const [n, line] of lines.entries()) {
    for (const draft of eventsOfHook(JSON.parse(line), undefined)) {
      const id = sessionIdOf(draft.agent, draft.agent_session!)
      const time = '2026-08-23T13:07:00.000Z'
      await sessions.record({ ...sessionFromDraft(draft), id }, [
        { ...eventFromDraft(draft, time), intake: `entry-${n}` },
      ])
    }
  }
}

const jsonLine = (value: object) => `${JSON.stringify(value)}\n`
const prompt = (text: string, time: string, more: object = {}) =>
  jsonLine({
    ...{ type: 'user', sessionId: 's-1', uuid: text, cwd: '/w', timestamp: time },
    message: { role: 'user', content: text },
    ...more,
  })
const bash = (id: string, command: string, time: string) =>
  jsonLine({
    ...{ type: 'assistant', sessionId: 's-1', uuid: id, cwd: '/w', timestamp: time },
    message: {
      id: `msg_${id}`,
      content: [{ type: 'tool_use', id, name: 'Bash', input: { command } }],
    },
  })
const ID = sessionIdOf('claude-code', 's-1')

test('a transcript becomes a session that has ended, and is judged', async () => {
  writeFileSync(
    file,
    prompt('tidy', '2026-01-01T10:00:00.000Z') +
      bash('c1', 'rm -rf src', '2026-01-01T10:00:05.000Z'),
  )
  const report = await importFile(file)
  expect(report.sessions).toEqual([
    { id: ID, agent: 'claude-code', root: '/w', is_new: true, added: 3, known: 0, put_down: 0 },
  ])
  expect(await storedSession(ID)).toMatchObject({
    started: '2026-01-01T10:00:00.000Z',
    last: '2026-01-01T10:00:05.000Z',
    ended: '2026-01-01T10:00:05.000Z',
    end_reason: 'imported',
    totals: { events: 3, steps: 2, anomalies: 1 },
  })
  const events = await read(ID)
  expect(events.map(({ seq, source }) => [seq, source])).toEqual(
    [1, 2, 3].map((n) => [n, 'transcript']),
  )
  expect(events[2]!.findings).toContain('dangerous-rm-rf')
  expect(listLive(home)).toEqual([])
})

test('importing again adds nothing, of no agent; what has grown is added alone', async () => {
  const folder = join(home.path, 'fixtures')
  cpSync(FIXTURES, folder, { recursive: true })
  const names = [
    'claude-code/transcript',
    'claude-code/transcript-subagent',
    'codex/transcript',
    'codex/transcript-legacy',
    'codex/transcript-paginated',
    'codex/transcript-fork',
    'gemini-cli/transcript',
    'gemini-cli/transcript-whole',
    'copilot/transcript',
    'opencode/transcript',
    'generic/transcript',
  ]
  for (const name of names) {
    const path = join(folder, `${name}.jsonl`)
    const first = await importFile(path)
    expect([name, first.sessions.every(({ added }) => added > 0)]).toEqual([name, true])
    const again = await importFile(path)
    expect([name, again.sessions.map(({ added }) => added)]).toEqual([
      name,
      first.sessions.map(() => 0),
    ])
    expect(again.sessions.map(({ known }) => known)).toEqual(
      first.sessions.map(({ added }) => added),
    )
  }
})

test('what has grown since is added, and the session ends later', async () => {
  writeFileSync(file, prompt('one', '2026-01-01T10:00:00.000Z'))
  await importFile(file)
  appendFileSync(file, prompt('one', '2026-01-01T11:00:00.000Z'))
  expect((await importFile(file)).sessions).toMatchObject([{ added: 1, known: 2, is_new: false }])
  expect((await read(ID)).map(({ summary }) => summary)).toEqual(['claude-code', 'one', 'one'])
  expect((await storedSession(ID)).ended).toBe('2026-01-01T11:00:00.000Z')
})

test('what hooks have recorded is not recorded again, and the usage that only the transcript knows is', async () => {
  const hooks = readFileSync(CLAUDE_HOOKS, 'utf8').trimEnd().split('\n')
  await recordHooks(hooks)
  const id = (await importFile(CLAUDE)).sessions[0]!.id
  const merged = await read(id)
  const calls = callsOf(merged)
  expect(new Set(calls).size).toBe(calls.length)
  const live = merged.filter(({ source, call_id }) => source === 'hook' && call_id)
  expect(live.length).toBeGreaterThan(0)
  expect(merged.filter(({ event_type: type }) => type === 'SESSION_START')).toHaveLength(1)
  const counts = merged.length
  await importFile(CLAUDE)
  expect(await read(id)).toHaveLength(counts)

  await sessions.close()
  removeTree(home.path)
  mkdirSync(home.path, { mode: 0o700 })
  sessions = await Sessions.open({ home, preparer: new EventPreparer(home, RULES) })
  await importFile(CLAUDE)
  expect(usageOf(merged)).toEqual(usageOf(await read(id)))
})

test('a copy of the transcript is kept, each state of it once, in parts that stay', async () => {
  const text = 'word '.repeat(1000)
  const lines = Array.from({ length: 2_000 }, (_, n) =>
    prompt(`${n} ${text}`, `2026-01-01T10:00:00.${String(n % 1000).padStart(3, '0')}Z`),
  )
  writeFileSync(file, `${lines.slice(0, 1_900).join('')}not json\n`)
  await importFile(file)
  expect(await copiesOf(ID)).toEqual([lines.slice(0, 1_900).join('')])
  const before = (await reader.find(ID))!
  await importFile(file)
  expect((await reader.find(ID))!.commit).toBe(before.commit)
  appendFileSync(file, lines.slice(1_900).join(''))
  await importFile(file)
  expect(await copiesOf(ID)).toEqual([lines.join('')])
  const parts = async (tree: Oid | undefined) => (await reader.entries(tree)).map(({ oid }) => oid)
  const [old, grown] = [before, (await reader.find(ID))!].map(
    ({ transcripts }) => [...transcripts.values()][0],
  )
  expect((await parts(grown)).slice(0, 2)).toEqual((await parts(old)).slice(0, 2))
})

test('a session whose events were all recorded live gets the copy as well, and ends as it had', async () => {
  writeFileSync(file, prompt('live', '2026-01-01T10:00:00.000Z'))
  await sessions.record({ id: ID, agent: 'claude-code' }, [
    { time: '2026-01-01T10:00:00.100Z', event_type: 'USER_INPUT', summary: 'live', source: 'hook' },
  ])
  await sessions.end(ID, 'stop')
  const ended = await storedSession(ID)
  expect((await importFile(file)).sessions[0]).toMatchObject({ added: 0, known: 2 })
  expect(await copiesOf(ID)).toEqual([readFileSync(file, 'utf8')])
  expect(await storedSession(ID)).toEqual({ ...ended, agent_session: 's-1', root: '/w' })
})

test('a running session is added to, and runs on', async () => {
  writeFileSync(file, prompt('before hooks', '2026-01-01T10:00:00.000Z'))
  await sessions.record({ id: ID, agent: 'claude-code' }, [
    { time: '2026-01-01T10:30:00.000Z', event_type: 'USER_INPUT', summary: 'live', source: 'hook' },
  ])
  await importFile(file)
  expect(sessions.list()).toMatchObject([{ id: ID, started: '2026-01-01T10:00:00.000Z' }])
  expect((await read(ID)).map(({ summary }) => summary)).toEqual([
    'claude-code begins',
    'live',
    'before hooks',
  ])
})

test('what a hook records of a call while its transcript is read is there once', async () => {
  const lines = Array.from({ length: 300 }, (_, n) =>
    bash(`c${n}`, 'true', `2026-01-01T10:00:00.${String(n).padStart(3, '0')}Z`),
  )
  writeFileSync(file, lines.join(''))
  const importing = importFile(file)
  await recordHooks(
    Array.from({ length: 300 }, (_, n) => 299 - n).map((n) =>
      JSON.stringify({
        ...{ hook_event_name: 'PreToolUse', session_id: 's-1', tool_name: 'Bash', cwd: '/w' },
        ...{ tool_input: { command: 'true' }, tool_use_id: `c${n}` },
        transcript_path: '/home/u/.claude/projects/x.jsonl',
      }),
    ),
  )
  await importing
  const calls = (await read(ID)).filter(({ phase }) => phase === 'before')
  expect(new Set(calls.map(({ call_id: id }) => id)).size).toBe(300)
  expect(calls).toHaveLength(300)
  expect(new Set(calls.map(({ source }) => source))).toEqual(new Set(['hook', 'transcript']))
})

test('hooks that waited while a transcript was imported tell nothing twice, though their calls have no id', async () => {
  const at = (seconds: number) => `2026-01-01T10:00:${String(seconds).padStart(2, '0')}.000Z`
  const tool = { name: 'run_shell_command', args: { command: 'ls' }, status: 'success' }
  const lines = [
    { sessionId: 'g-1', projectHash: 'x', startTime: at(0), lastUpdated: at(9), kind: 'main' },
    { id: 'm1', timestamp: at(1), type: 'user', content: 'list them' },
    {
      ...{ id: 'm2', timestamp: at(5), type: 'gemini', content: 'here', model: 'gemini-2.5-pro' },
      toolCalls: [1, 2].map((n) => ({ ...tool, id: `c${n}`, result: [], timestamp: at(2 + n) })),
    },
  ]
  writeFileSync(file, lines.map(jsonLine).join(''))
  const { id } = (await importFile(file)).sessions[0]!
  const before = await read(id)
  const payload = { session_id: 'g-1', transcript_path: '/u/.gemini/tmp/x', cwd: '/w' }
  const call = { tool_name: 'run_shell_command', tool_input: { command: 'ls' } }
  const answer = { tool_response: { llmContent: 'a', returnDisplay: 'a' } }
  const say = async (n: number, told: object) => {
    const drafts = eventsOfHook({ ...payload, ...told }, 'gemini-cli')
    const intake = `1-x-gemini-cli.1.${n}.0`
    const events = drafts.map((draft) => ({ ...eventFromDraft(draft, at(0)), intake }))
    await sessions.record({ ...sessionFromDraft(drafts[0]!), id }, events)
  }
  await say(0, { hook_event_name: 'SessionStart', source: 'startup', timestamp: at(0) })
  const asked = { hook_event_name: 'BeforeAgent', prompt: 'list them', timestamp: at(1) }
  // Twice, as when what follows it could not be written at first.
  await say(1, asked)
  await say(1, asked)
  for (const n of [1, 2]) {
    await say(2 * n, { hook_event_name: 'BeforeTool', ...call, timestamp: at(2) })
    await say(2 * n + 1, { hook_event_name: 'AfterTool', ...call, ...answer, timestamp: at(3) })
  }
  expect(await read(id)).toEqual(before)
  // A third one no transcript has told, and what comes later it cannot have told.
  await say(8, { hook_event_name: 'BeforeTool', ...call, timestamp: at(4) })
  await say(9, { hook_event_name: 'BeforeAgent', prompt: 'list them', timestamp: at(40) })
  const after = (await read(id)).slice(before.length)
  expect(after.map(({ event_type: type }) => type)).toEqual(['SHELL_EXEC', 'USER_INPUT'])
  await sessions.end(id, 'stop')
  await say(1, asked)
  await sessions.closeEnded([id])
  expect(await storedSession(id)).toMatchObject({ end_reason: 'stop' })
  expect(listLive(home)).toEqual([])
  // As when the daemon stops before all that waits is taken in.
  await say(1, asked)
  await sessions.close()
  expect(listLive(home)).toEqual([])
})

test('secrets are nowhere in the home, and are replaced before they are compared', async () => {
  const secret = `ghp_${'R7kQz2Lw9XcV4bNm8TjH'}${'p3Yd6FsG1aKe5UiO'}`
  await sessions.record({ id: ID, agent: 'claude-code' }, [
    {
      ...{ time: '2026-01-01T10:00:00.000Z', event_type: 'USER_INPUT', source: 'hook' },
      summary: `use ${secret}`,
    },
  ])
  writeFileSync(file, prompt(`use ${secret}`, '2026-01-01T10:00:00.200Z'))
  const report = await importFile(file)
  expect(report.sessions[0]).toMatchObject({ added: 0, known: 2 })
  writeFileSync(file, prompt(`now ${secret}`, '2026-01-01T10:00:01.000Z'))
  await importFile(file)
  expect(JSON.stringify(await read(ID))).not.toContain(secret)
  await sessions.end(ID, 'stop')
  const copies = (await copiesOf(ID)).join('')
  expect(copies).toContain('use [redacted:')
  expect(copies).toContain('now [redacted:')
  expect(copies).not.toContain(secret)
})

test('an end of a call is no second finding, though both come in one batch', async () => {
  writeFileSync(
    file,
    bash('c1', 'rm -rf src', '2026-01-01T10:00:00.000Z') +
      jsonLine({
        ...{ type: 'user', sessionId: 's-1', uuid: 'u', cwd: '/w' },
        timestamp: '2026-01-01T10:00:01.000Z',
        message: { content: [{ type: 'tool_result', tool_use_id: 'c1', content: '' }] },
        toolUseResult: { stdout: 'x', stderr: '' },
      }),
  )
  await importFile(file)
  expect((await storedSession(ID)).totals).toMatchObject({ steps: 1, anomalies: 1 })
})

test('damage is counted and costs nothing else: half a line, binary, wrong types', async () => {
  writeFileSync(
    file,
    Buffer.concat([
      Buffer.from(prompt('one', '2026-01-01T10:00:00.000Z')),
      Buffer.from([0xff, 0x00, 0xfe, 0x0a]),
      Buffer.from(jsonLine({ type: 'user', sessionId: 7, message: [], timestamp: {}, cwd: null })),
      Buffer.from('[]\nnull\n"text"\n12\n'),
      Buffer.from(prompt('two', '2026-01-01T10:00:01.000Z')),
      Buffer.from(prompt('three', '2026-01-01T10:00:02.000Z').slice(0, 60)),
    ]),
  )
  const report = await importFile(file)
  expect(report).toMatchObject({ bad_lines: 2, cut_lines: 0, is_torn: false })
  const said = (await read(ID)).filter(({ event_type: type }) => type === 'USER_INPUT')
  expect(said.map(({ summary }) => summary)).toEqual(['one', 'two'])
})

test('a line of 100 MB is cut, and its neighbours are whole', async () => {
  const long = prompt('long', '2026-01-01T10:00:01.000Z', { toolUseResult: 'x'.repeat(100 << 20) })
  writeFileSync(file, prompt('one', '2026-01-01T10:00:00.000Z'))
  appendFileSync(file, long)
  appendFileSync(file, prompt('two', '2026-01-01T10:00:02.000Z'))
  const report = await importFile(file)
  expect(report).toMatchObject({ bad_lines: 0, cut_lines: 1 })
  const said = (await read(ID)).filter(({ event_type: type }) => type === 'USER_INPUT')
  expect(said.map(({ summary, truncated }) => [summary, truncated])).toEqual([
    ['one', undefined],
    ['long', true],
    ['two', undefined],
  ])
})

test('JSON nested beyond what can be written again costs nothing else', async () => {
  const deep = `{"type":"user","sessionId":"s-1","uuid":"u","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}\n`
  writeFileSync(file, deep + prompt('one', '2026-01-01T10:00:00.000Z') + deep)
  expect(await importFile(file)).toMatchObject({ bad_lines: 0, sessions: [{ added: 2 }] })
  expect((await importFile(file)).sessions).toMatchObject([{ added: 0 }])
})

test('a file that is replaced while it is read is told of', async () => {
  writeFileSync(file, prompt('one', '2026-01-01T10:00:00.000Z'))
  const target = tryingTarget(home, reader)
  const report = await importTranscript(file, {
    preparer: sessions.preparer,
    target: {
      ...target,
      async add(wanted, choose) {
        writeFileSync(file, '')
        await target.add(wanted, choose)
      },
    },
  })
  expect(report.is_torn).toBe(true)
})

test('trying changes nothing, and says what would be added', async () => {
  writeFileSync(file, prompt('one', '2026-01-01T10:00:00.000Z'))
  const trying = () =>
    importTranscript(file, { preparer: sessions.preparer, target: tryingTarget(home, reader) })
  expect((await trying()).sessions).toMatchObject([{ id: ID, is_new: true, added: 2, known: 0 }])
  expect(await reader.list()).toEqual([])
  await importFile(file)
  expect((await trying()).sessions).toMatchObject([{ is_new: false, added: 0, known: 2 }])
})
