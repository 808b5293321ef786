import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SessionId } from '../../src/model/session.ts'
import { EventPreparer, type NewEvent } from '../../src/record/sessions/prepare-event.ts'
import { Sessions } from '../../src/record/sessions/sessions.ts'
import { RULES } from '../../src/rules/catalogue.ts'
import { type ShadowFixture, shadowFixture } from '../helpers/shadow-fixture.ts'
import { KEYS, openScreens, type Screens } from './screens.ts'

const ID = 'sess_0123456789abcdef' as SessionId

let fixture: ShadowFixture
let screens: Screens
beforeEach(async () => {
  fixture = shadowFixture()
  await fixture.snapshot(
    { 'config/secrets.yml': 'key: 1\n', a: '1\n' },
    { at: '2026-06-12T14:00:00Z' },
  )
  await fixture.snapshot({ a: '1\n' }, { at: '2026-06-12T14:01:00Z', subject: '1 change: -1' })
  await record([
    event('14:00:30', 'USER_INPUT', { summary: 'clean up \u001b[2J the config' }),
    call('14:00:50', 'before', 'rm config/secrets.yml'),
    event('14:01:00', 'FILE_DELETE', {
      summary: 'delete config/secrets.yml',
      paths: [`${fixture.root}/config/secrets.yml`],
      snapshot_before: '20260612T140000-000',
      snapshot_after: '20260612T140100-000',
      call_id: 'c1',
      source: 'watch',
    }),
    call('14:01:01', 'after', 'rm config/secrets.yml'),
    event('14:02:00', 'AGENT_ACT', { summary: 'done' }),
  ])
  screens = openScreens(fixture, { size: { columns: 120, rows: 24 } })
  await screens.shows('▌2026')
})
afterEach(() => {
  screens.close()
  fixture.dispose()
})

function event(clock: string, type: NewEvent['event_type'], more: Partial<NewEvent>): NewEvent {
  const time = `2026-06-12T${clock}.000Z`
  return { time, event_type: type, summary: '', source: 'hook', ...more }
}

function call(clock: string, phase: 'before' | 'after', command: string): NewEvent {
  const about = { summary: command, command, tool: 'Bash', call_id: 'c1', phase }
  return event(clock, 'SHELL_EXEC', { ...about, cwd: fixture.root })
}

async function record(events: NewEvent[]): Promise<void> {
  const { home, root } = fixture
  const sessions = await Sessions.open({ home, preparer: new EventPreparer(home, RULES) })
  await sessions.record({ id: ID, agent: 'claude-code', root }, events)
  await sessions.close()
}

const withoutRoot = (text: string) => text.replaceAll(fixture.root, '/root').replaceAll(/ +$/gm, '')

test('a session leads to its events, an event to its findings, and those to what changed', async () => {
  screens.press('s')
  await screens.shows('sess_0123456')
  screens.press(KEYS.enter)
  await screens.shows('[6]')
  expect(withoutRoot(screens.frame())).toMatchInlineSnapshot(`
    " flightrec › project timeline › sessions › sess_0123456789abcdef (claude-code)
     2026-06-12 14:00:30 +0000, 1m 30s, running  /root
     3 steps, 1 file changed   ✖ 0  ⚠ 1  ℹ 0
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    ▌14:00:30        SESSION_START     [1] claude-code begins
     14:00:30        USER_INPUT        [2] clean up \\e[2J the config
     14:00:50        SHELL_EXEC      ⚠ [3] rm config/secrets.yml  [destructive-rm, sensitive-secrets-file]
     14:01:00        FILE_DELETE       [4] delete config/secrets.yml
     14:01:01        SHELL_EXEC        [5] rm config/secrets.yml
     14:02:00        AGENT_ACT         [6] done













     Enter open  n N next, previous anomaly  a anomalies only  / search  u undo the step  y copy  ? help  q quit"
  `)
  screens.press('n')
  await screens.shows(/▌.*rm config/)
  screens.press(KEYS.enter)
  await screens.shows('changed on disk')
  expect(withoutRoot(screens.frame())).toMatchInlineSnapshot(`
    " flightrec › project timeline › sessions › sess_0123456789abcdef (claude-code) › step 3
     rm config/secrets.yml

     ⚠ destructive-rm  Deletes files
         What is deleted by command does not go to a bin; flightrec can bring back what was recorded.
     ⚠ sensitive-secrets-file  Touches a file with "secret" in its name
         Its name says what it holds.

     type       SHELL_EXEC
     time       2026-06-12 14:00:50 +0000
     agent      claude-code
     tool       Bash (before)
     folder     /root
     source     hook
     snapshots  20260612T140000-000 → 20260612T140100-000

     changed on disk (Enter opens it)
       - config/secrets.yml  -1

     command
       rm config/secrets.yml


     Enter what changed  u undo  y copy  p play what was on screen  / n N search  ? help  q quit"
  `)
  screens.press(KEYS.enter)
  await screens.shows('- config/secrets.yml')
})

test('n and N go from anomaly to anomaly and say when there is no more; a hides the rest', async () => {
  screens.press('s')
  await screens.shows('sess_0123456')
  screens.press(KEYS.enter)
  await screens.shows('[6]')
  screens.press('n')
  await screens.shows(/▌.*\[3\]/)
  screens.press('n')
  await screens.shows(/▌.*\[5\]|no anomaly below/)
  screens.press('g', 'N')
  await screens.shows('no anomaly above')
  screens.press('a')
  expect(await screens.shows(/▌.*\[3\]/)).not.toContain('done')
})

test('a timeline can be limited to what happened in steps that a rule reported', async () => {
  screens.press('f', 'finding:destructive-rm', KEYS.enter)
  const frame = await screens.shows(/▌2026(?:.|\n)*1 of 1/)
  expect(frame).toContain('timeline (finding:destructive-rm)')
  expect(frame).toContain('20260612T140100-000')
})

test('a filter that means nothing is refused and changes nothing', async () => {
  screens.press('f', 'session:sess_ffff', KEYS.enter)
  await screens.shows("no session 'sess_ffff'")
  screens.press('f', 'colour:red', KEYS.enter)
  expect(await screens.shows("there is no filter 'colour:'")).toContain('1 of 2')
})

test('keys typed before a list has been read are not lost: they wait for it', async () => {
  screens.press('s', KEYS.enter, 'G', KEYS.enter)
  await screens.shows('› step 6')
  for (const below of ['▌14:02:00', '▌⚠ sess_', '▌2026']) {
    screens.press(KEYS.escape)
    await screens.shows(below)
  }
  screens.press('G', KEYS.enter, KEYS.enter)
  await screens.shows('@@')
})

test('a session is found by searching for its agent or its message', async () => {
  const { home, root } = fixture
  const sessions = await Sessions.open({ home, preparer: new EventPreparer(home, RULES) })
  const said = event('15:00:00', 'USER_INPUT', { summary: 'hello' })
  await sessions.record({ id: 'sess_00000000000000aa' as SessionId, agent: 'codex', root }, [said])
  await sessions.close()
  screens.press('s')
  await screens.shows('▌  sess_00000000000000aa')
  screens.press('/')
  await screens.shows('search:')
  screens.press('claude', KEYS.enter)
  await screens.shows('▌⚠ sess_0123')
  screens.press('N')
  await screens.shows("'claude' is not above")
})

test('undo of a session lists apart what only the time puts down to it, and takes that back at a key', async () => {
  const facts = { session: ID, evidence: 'window', at: '2026-06-12T14:01:30Z' }
  await fixture.snapshot({ a: '2\n' }, facts)
  fixture.writeRoot({ a: '2\n' })
  screens.press('s')
  await screens.shows('sess_0123456')
  screens.press('u')
  const plan = await screens.shows('Nothing to undo of')
  expect(plan).toContain('only because nobody else is known')
  expect(plan).toContain('~ a  20260612T140130-000')
  screens.press('w')
  const whole = await screens.shows('Would undo')
  expect(whole).toContain('--include-window')
  expect(readFileSync(join(fixture.root, 'a'), 'utf8')).toBe('2\n')
  screens.press('y')
  await screens.shows('Undid')
  expect(readFileSync(join(fixture.root, 'a'), 'utf8')).toBe('1\n')
})
