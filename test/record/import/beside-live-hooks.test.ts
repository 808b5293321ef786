/** What real agents told by hooks and in their transcripts, put together. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventsOfHook } from '../../../src/agents/catalogue.ts'
import type { SessionId } from '../../../src/model/session.ts'
import { recordingTarget } from '../../../src/record/import/import-target.ts'
import { importTranscript } from '../../../src/record/import/import-transcript.ts'
import { eventFromDraft, sessionFromDraft } from '../../../src/record/sessions/from-draft.ts'
import { EventPreparer } from '../../../src/record/sessions/prepare-event.ts'
import { Sessions } from '../../../src/record/sessions/sessions.ts'
import { RULES } from '../../../src/rules/catalogue.ts'
import { type Home, locateHome } from '../../../src/store/home/home.ts'
import type { StoredEvent } from '../../../src/store/sessions/journal-line.ts'
import { readEvents } from '../../../src/store/sessions/session-events.ts'
import { sessionIdOf } from '../../../src/store/sessions/session-id.ts'
import { SessionsReader } from '../../../src/store/sessions/sessions-repo.ts'
import { removeTree } from '../../helpers/remove-tree.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/agents')
const SESSION = 'one'

let home: Home
let sessions: Sessions
let reader: SessionsReader

beforeEach(async () => {
  mkdirSync(process.env.FLIGHTREC_HOME!, { mode: 0o700 })
  home = locateHome()
  reader = new SessionsReader(home)
  sessions = await Sessions.open({ home, preparer: new EventPreparer(home, RULES) })
})
afterEach(async () => {
  await sessions.close()
  reader.close()
  removeTree(home.path)
})

/** The lines of a fixture, as of one session. */
function linesOf(path: string): string[] {
  const text = readFileSync(join(FIXTURES, path), 'utf8')
  const named = text.replaceAll(/"session_?id": ?"[^"]*"/gi, (found) =>
    found.replace(/"[^"]*"$/, `"${SESSION}"`),
  )
  return named.trimEnd().split('\n')
}

async function tellHooks(lines: readonly string[], session = SESSION): Promise<SessionId> {
  let id: SessionId | undefined
  for (const [n, line] of lines.entries()) {
    const drafts = eventsOfHook(JSON.parse(line), undefined)
    if (drafts.length === 0) continue
    id = sessionIdOf(drafts[0]!.agent, session)
    const events = drafts.map((draft) => ({
      ...eventFromDraft(draft, '2026-11-27T22:00:00.000Z'),
      intake: `entry-${n}`,
    }))
    await sessions.record({ ...sessionFromDraft(drafts[0]!), id }, events)
  }
  return id!
}

async function importLines(lines: readonly string[]): Promise<number> {
  const file = join(home.path, 'transcript.jsonl')
  writeFileSync(file, `${lines.join('\n')}\n`)
  const target = recordingTarget(home, reader, sessions, async () => ({ count: 0, events: [] }))
  const report = await importTranscript(file, { preparer: sessions.preparer, target })
  return report.sessions.reduce((sum, { added }) => sum + added, 0)
}

async function read(id: SessionId): Promise<StoredEvent[]> {
  const all: StoredEvent[] = []
  for await (const event of readEvents(home, reader, id)) all.push(event)
  return all
}

const begun = (events: readonly StoredEvent[]) =>
  events.filter(({ phase }) => phase === 'before').map(({ event_type, tool }) => [event_type, tool])

test.each([
  ['copilot', 'names its tools otherwise in its hooks, which give calls no id'],
  ['qwen-code', 'gives its calls other ids in its hooks'],
])('an import of what %s wrote doubles no call, though it %s', async (agent) => {
  const id = await tellHooks(linesOf(`${agent}/hooks-live.jsonl`))
  const before = await read(id)
  const lines = linesOf(`${agent}/transcript-live.jsonl`)
  expect(await importLines(lines)).toBeGreaterThan(0)
  const after = await read(id)
  expect(begun(after)).toEqual(begun(before))
  expect(after.filter(({ event_type: type }) => type === 'USER_INPUT')).toHaveLength(1)
  const failing = after.find(({ phase, exit_code }) => phase === 'after' && exit_code === 7)
  expect(failing).toMatchObject({ source: 'hook', failed: true })
  expect(failing!.filled).toContain('duration_ms')
  expect(after.some(({ usage }) => (usage?.output_tokens ?? 0) > 0)).toBe(true)
  expect(after.some(({ model }) => model !== undefined)).toBe(true)
  // What is added is added once.
  expect(await importLines(lines)).toBe(0)
  expect(await read(id)).toEqual(after)
})

test('how a command ended, which Codex tells in its rollout only, is filled in where its hooks told the call', async () => {
  const lines = linesOf('codex/transcript-live-exec.jsonl')
  const session = (JSON.parse(lines[0]!) as { payload: { id: string } }).payload.id
  const call = {
    ...{ session_id: session, turn_id: 't', model: 'gpt-5-codex', cwd: '/w', tool_name: 'Bash' },
    tool_input: { command: 'echo out-line; echo err-line >&2; exit 7' },
    tool_use_id: 'call_5_2auvp7jb',
  }
  const hooks = [
    { hook_event_name: 'PreToolUse', ...call },
    { hook_event_name: 'PostToolUse', ...call, tool_response: 'out-line\nerr-line\n' },
  ]
  const id = await tellHooks(
    hooks.map((hook) => JSON.stringify(hook)),
    session,
  )
  const stored = await read(id)
  await importLines(lines)
  const ended = (await read(id)).filter(
    ({ call_id, phase, event_type }) =>
      call_id === call.tool_use_id && phase === 'after' && event_type === 'SHELL_EXEC',
  )
  expect(ended).toMatchObject([{ source: 'hook', exit_code: 7, failed: true, duration_ms: 0 }])
  // Nothing of what was stored is rewritten: what was added stands after it.
  const told = stored.find(({ seq }) => seq === ended[0]!.seq)
  expect(told).not.toHaveProperty('exit_code')
  await sessions.end(id, 'stop')
  expect((await read(id)).find(({ seq }) => seq === ended[0]!.seq)).toEqual(ended[0])
})
