/** What Harbor's validator of trajectories (0.25, ATIF 1.0 to 1.8) asks for, and what RFC 0001 says in words. */
import { expect, test } from 'vitest'
import type { Event } from '../../../src/model/event.ts'
import { atifDocument } from '../../../src/review/export/atif.ts'
import type { ExportedSession } from '../../../src/review/export/exported-session.ts'
import { ODD_EVENTS, toldSession } from '../../helpers/told-session.ts'

interface Step {
  step_id: number
  source: string
  message: string
  tool_calls?: { tool_call_id: string }[]
  observation?: { results: { source_call_id: string; content: string }[] }
  metrics?: Record<string, number>
  extra: Record<string, unknown>
}

interface Trajectory {
  agent: object
  steps: Step[]
  final_metrics: Record<string, number>
}

async function textOf(exported: ExportedSession): Promise<string> {
  let text = ''
  for await (const piece of atifDocument(exported, false)) text += piece
  return text
}

async function trajectory(...told: Partial<Event>[]): Promise<Trajectory> {
  return JSON.parse(await textOf(toldSession(...told))) as Trajectory
}

const ROOT = [
  'schema_version',
  'session_id',
  'trajectory_id',
  'agent',
  'steps',
  'final_metrics',
  'extra',
]
const STEP = ['step_id', 'timestamp', 'source', 'message', 'extra']
const AGENT_ONLY = ['model_name', 'reasoning_content', 'tool_calls', 'metrics']
const METRICS = ['prompt_tokens', 'completion_tokens', 'cached_tokens', 'cost_usd', 'extra']

test('fields that ATIF does not know are refused, and some are for steps of the agent only', async () => {
  const document = await trajectory(...ODD_EVENTS)
  expect(ROOT).toEqual(expect.arrayContaining(Object.keys(document)))
  for (const step of document.steps) {
    const known = step.source === 'agent' ? [...STEP, ...AGENT_ONLY, 'observation'] : STEP
    expect(known).toEqual(expect.arrayContaining(Object.keys(step)))
    expect(METRICS).toEqual(expect.arrayContaining(Object.keys(step.metrics ?? {})))
    expect(['system', 'user', 'agent']).toContain(step.source)
  }
  expect(document.steps.map((step) => step.step_id)).toEqual(document.steps.map((_, n) => n + 1))
})

test('a trajectory without steps is refused: one says that nothing is known', async () => {
  const { steps, final_metrics: final } = await trajectory()
  expect(steps).toMatchObject([{ step_id: 1, source: 'system' }])
  expect(final.total_steps).toBe(1)
})

test('tokens of all events of a step count, and those of a user or the session are kept beside', async () => {
  const call = { event_type: 'SHELL_EXEC', tool: 'sh', call_id: 'c' } as const
  const { steps, final_metrics: final } = await trajectory(
    { ...call, phase: 'before', usage: { input_tokens: 1, cache_read_tokens: 4 } },
    { ...call, phase: 'after', usage: { output_tokens: 2 } },
    { event_type: 'SESSION_END', usage: { input_tokens: 8 } },
  )
  expect(steps[0]!.metrics).toEqual({ prompt_tokens: 5, completion_tokens: 2, cached_tokens: 4 })
  expect(steps[1]!.extra).toMatchObject({ usage: { input_tokens: 8 } })
  expect(final).toMatchObject({ total_prompt_tokens: 13, total_completion_tokens: 2 })
})

test('ids of calls are unique in a trajectory, though some agents count anew in each answer', async () => {
  const { steps } = await trajectory(...ODD_EVENTS)
  const ids = steps.flatMap(({ tool_calls: calls = [] }) => calls.map((call) => call.tool_call_id))
  expect(ids).toEqual(['seq-6', 'seq-7', 'c0', 'c0-seq-10', 'seq-15'])
  for (const { observation, tool_calls: calls } of steps) {
    for (const result of observation?.results ?? [])
      expect(calls).toContainEqual(expect.objectContaining({ tool_call_id: result.source_call_id }))
  }
})

test('the version is what the agent says of itself, not any number in what the user said', async () => {
  const start = (summary: string) => trajectory({ event_type: 'SESSION_START', summary })
  expect((await start('codex 0.99.0-alpha.24 cli')).agent).toMatchObject({
    version: '0.99.0-alpha.24',
  })
  expect((await start('bot begins: go to node 20.19')).agent).toMatchObject({ version: 'unknown' })
})

test('a result is what came of the call, not the whole payload that told it', async () => {
  const call = { event_type: 'SHELL_EXEC', tool: 'sh', call_id: 'c', command: 'x' } as const
  const contentOf = async (end: Partial<Event>) => {
    const { steps } = await trajectory(
      { ...call, phase: 'before' },
      { ...call, phase: 'after', ...end },
    )
    return steps[0]!.observation?.results[0]?.content
  }
  expect(await contentOf({ raw: { session_id: 's', error: 'Exit code 1' } })).toBe('Exit code 1')
  expect(await contentOf({ raw: { session_id: 's', tool_output: 'a\n' } })).toBe('a\n')
  expect(await contentOf({ raw: { session_id: 's', cwd: '/w' } })).toBeUndefined()
  expect(await contentOf({ raw: { stdout: '' }, source: 'transcript' })).toBe('{"stdout":""}')
})

test('half a character is replaced: strict readers refuse it in JSON', async () => {
  const text = await textOf(toldSession(...ODD_EVENTS))
  expect(text).not.toMatch(/\\ud[89a-f]/)
  expect(text).toContain('half \\ufffd of \\ufffd a \\u0000 \\u001b[2J')
})
