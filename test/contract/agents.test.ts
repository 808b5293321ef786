/** What every adapter keeps to, over real payloads of every agent and over random ones. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EventDraft, newTranscriptState } from '../../src/agents/agent.ts'
import {
  AGENTS,
  eventsOfHook,
  identifyAgent,
  identifyTranscript,
  transcriptEvents,
} from '../../src/agents/catalogue.ts'
import { Fields } from '../../src/agents/fields.ts'
import { EVENT_SOURCES, isEventType } from '../../src/model/event.ts'

const FIXTURES = resolve(import.meta.dirname, '../fixtures/agents')
const ALL = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.jsonl'))
  .map((path) => {
    const [agent, file] = path.split('/') as [string, string]
    return { agent, file, path: join(FIXTURES, path) }
  })
const HOOKS = ALL.filter(({ file }) => file.startsWith('hooks'))
const TRANSCRIPTS = ALL.filter(({ file }) => file.startsWith('transcript'))

function linesOf(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as unknown)
}

function shown(event: EventDraft): string {
  const { event_type, phase, summary, paths, usage } = event
  const facts = {
    of: event.agent,
    session: event.agent_session,
    parent: event.parent_session,
    at: event.cwd,
    call: event.call_id,
    exit: event.exit_code,
    ms: event.duration_ms,
    failed: event.failed,
    permission: event.permission,
    turn: event.turn_end && 'over',
    paths,
    usage: usage && Object.entries(usage).map(([name, count]) => `${name}=${count}`),
    time: event.time?.slice(11, 23),
  }
  const told = Object.entries(facts).filter(([, value]) => value !== undefined)
  const rest = told.map(([name, value]) => `${name}:${value}`).join(' ')
  return `${event_type}${phase ? `/${phase}` : ''} "${summary}" ${rest}`
}

function checkEvents(events: readonly EventDraft[]): void {
  for (const event of events) {
    expect(isEventType(event.event_type)).toBe(true)
    expect(EVENT_SOURCES).toContain(event.source)
    expect(event.agent).toMatch(/^[a-z0-9][a-z0-9._-]{0,63}$/)
    expect(event.summary.length).toBeLessThanOrEqual(201)
    expect(event.summary).not.toMatch(/[\n\r]/)
    const json = JSON.stringify(event)
    expect(json.length).toBeLessThan(2_000_000)
    const text = [event.agent_session, event.cwd, event.tool, event.call_id, event.command]
    for (const one of text) expect(['string', 'undefined']).toContain(typeof one)
    for (const one of [event.exit_code, event.duration_ms]) {
      expect(one === undefined || Number.isFinite(one)).toBe(true)
    }
    if (event.time !== undefined) expect(new Date(event.time).toISOString()).toBe(event.time)
  }
}

describe.each(HOOKS)('hooks of $agent', ({ agent, path }) => {
  const payloads = linesOf(path)

  test('mean these events', async () => {
    const events = payloads.map((payload) => eventsOfHook(payload, undefined))
    for (const some of events) checkEvents(some)
    const text = events.map((some) => some.map(shown).join('\n')).join('\n--\n')
    await expect(`${text}\n`).toMatchFileSnapshot(`${path}.expected`)
  })

  test('are known for what they are, whoever was expected', () => {
    for (const { name: expected } of AGENTS) {
      const names = payloads.map((payload) => identifyAgent(new Fields(payload), expected).name)
      if (agent !== 'other') expect(new Set(names)).toEqual(new Set([agent]))
      else expect(names).toEqual(['windsurf', 'cline', 'goose'])
    }
  })

  test('keep what no field holds', () => {
    for (const payload of payloads) {
      for (const event of eventsOfHook(
        { ...(payload as object), of_next_year: 'kept' },
        undefined,
      )) {
        if (event.event_type.startsWith('SHELL_STD') || event.raw === undefined) continue
        if (!('event' in (payload as object))) expect(event.raw).toHaveProperty('of_next_year')
      }
    }
  })
})

describe.each(TRANSCRIPTS)('$file of $agent', ({ agent, path }) => {
  const lines = linesOf(path)

  test('means these events', async () => {
    const known = identifyTranscript(lines)
    expect(known?.agent.name).toBe(agent)
    const read = transcriptEvents(known!.reader)
    const events = lines.map(read)
    for (const some of events) checkEvents(some)
    const text = events.map((some) => some.map(shown).join('\n')).join('\n--\n')
    await expect(`${text}\n`).toMatchFileSnapshot(`${path}.expected`)
  })
})

describe('a payload that does not show whose it is', () => {
  const named = (payload: object, expected: string | undefined) =>
    identifyAgent(new Fields(payload), expected).name
  const call = { hook_event_name: 'PreToolUse', session_id: 's', cwd: '/w', tool_name: 'Bash' }

  test('is believed to come from whoever the hook was set up for', () => {
    expect(named(call, 'claude-code')).toBe('claude-code')
    expect(named({ hook_event_name: 'Stop', session_id: 's' }, 'codex')).toBe('codex')
    expect(named({ any: 'thing' }, 'generic')).toBe('generic')
  })

  test('is nobody’s when no agent was expected: most have the shape of Claude Code’s', () => {
    expect(named(call, undefined)).toBe('unknown')
    expect(named({}, 'no-such-agent')).toBe('unknown')
  })

  test.each([
    ['names no folder, as Devin does not', { cwd: undefined }],
    ['has a tool of another agent', { tool_name: 'exec' }],
    ['has an event of another agent', { hook_event_name: 'SessionHeartbeat' }],
    ['has a field that Claude Code does not send', { turn_id: 't' }],
    [
      'keeps its transcript elsewhere',
      { transcript_path: '/home/u/.newcomer/s.jsonl', tool_name: 'sh' },
    ],
  ])('is not Claude Code’s, whose hook others run, when it %s', (_, more) => {
    expect(named({ ...call, ...more }, 'claude-code')).toBe('unknown')
  })

  test('is nobody’s when it shows two agents at once', () => {
    expect(named({ ...call, cursor_version: '2', client_type: 'cli' }, 'cursor')).toBe('unknown')
  })

  test('is understood all the same, and kept as it was sent: a command is judged whoever ran it', () => {
    const payload = {
      hookEventName: 'preToolUse',
      sessionId: 's',
      toolName: 'bash',
      toolArgs: '{"command":"rm -rf /"}',
    }
    const [event] = eventsOfHook(payload, 'claude-code')
    expect(event).toMatchObject({
      agent: 'unknown',
      agent_session: 's',
      event_type: 'SHELL_EXEC',
      command: 'rm -rf /',
      phase: 'before',
      raw: payload,
    })
  })

  test('is Devin’s when its environment says so and nothing speaks against it', () => {
    expect(named(call, 'devin')).toBe('unknown')
    expect(named({ hook_event_name: 'Stop', session_id: 's' }, 'devin')).toBe('devin')
    expect(named({ ...call, prompt_id: 'p' }, 'devin')).toBe('claude-code')
  })
})

test('a transcript in the folder of one agent within that of another is the inner one’s', () => {
  const path = '/home/u/.codex/work/.claude/projects/-w/s.jsonl'
  const payload = { hook_event_name: 'Stop', session_id: 's', cwd: '/w', transcript_path: path }
  expect(identifyAgent(new Fields(payload), 'codex').name).toBe('claude-code')
})

test('what an agent puts in the place of no output is none: a command that was silent has none', () => {
  const call = {
    agent: 'opencode',
    sessionID: 's',
    callID: 'c',
    tool: 'bash',
    args: { command: 'true' },
  }
  const end = { ...call, hook: 'tool.execute.after', output: '(no output)', metadata: { exit: 0 } }
  const gemini = {
    ...{ hook_event_name: 'AfterTool', session_id: 's', tool_name: 'run_shell_command' },
    tool_input: { command: 'true' },
    tool_response: {
      llmContent:
        '<untrusted_context>\nOutput: (empty)\nProcess Group PGID: 7\n</untrusted_context>',
    },
  }
  for (const payload of [end, gemini]) {
    expect(
      eventsOfHook(payload, undefined).map(({ event_type, exit_code }) => [event_type, exit_code]),
    ).toEqual([['SHELL_EXEC', 0]])
  }
})

test('mail addresses that Cursor adds are not kept', () => {
  const hooks = linesOf(join(FIXTURES, 'cursor/hooks.jsonl'))
  const events = hooks.flatMap((payload) => eventsOfHook(payload, 'cursor'))
  expect(JSON.stringify(events)).not.toContain('example.org')
})

test('hook and transcript of one call of Claude Code have the same session, call and phase', () => {
  const key = ({ agent_session, call_id, phase, event_type }: EventDraft) =>
    [agent_session, call_id, phase, event_type].join(' ')
  const pre = {
    ...(linesOf(join(FIXTURES, 'claude-code/hooks.jsonl'))[2] as object),
    tool_use_id: 'toolu_01',
  }
  const lines = linesOf(join(FIXTURES, 'claude-code/transcript.jsonl'))
  const read = transcriptEvents(identifyTranscript(lines)!.reader)
  expect(lines.flatMap(read).map(key)).toContain(key(eventsOfHook(pre, undefined)[0]!))
})

test('what no model wrote has none: Claude Code says so of its own messages', () => {
  const modelOf = (model: string) => {
    const content = [{ type: 'text', text: 'API Error' }]
    const line = { type: 'assistant', sessionId: 's', uuid: 'u', message: { model, content } }
    return transcriptEvents(identifyTranscript([line])!.reader)(line)[0]!.model
  }
  expect([modelOf('<synthetic>'), modelOf('claude-opus-5')]).toEqual([undefined, 'claude-opus-5'])
})

test('tokens are whole, also of a program that estimates them, and no more than one can count', () => {
  const usage = { input_tokens: 10.4, output_tokens: 1e300, cache_read_tokens: -1, cost_usd: 0.5 }
  const [event] = eventsOfHook({ event_type: 'AGENT_ACT', usage }, 'generic')
  expect(event!.usage).toEqual({ input_tokens: 10, cost_usd: 0.5 })
})

describe('bad input', () => {
  const names = [
    ...['session_id', 'sessionId', 'hook_event_name', 'tool_name', 'tool_input', 'tool_response'],
    ...['type', 'payload', 'message', 'content', 'timestamp', 'cursor_version', 'event_type', 'id'],
    ...[
      'properties',
      'part',
      'usage',
      'toolCalls',
      'tokens',
      '__proto__',
      'constructor',
      'changes',
    ],
    ...['agent', 'hook', 'event', 'data', 'toolUseResult', 'item', 'info', 'command', 'paths'],
    ...[
      'projectHash',
      'messages',
      'tool_output',
      'uuid',
      'thoughts',
      'arguments',
      'parts',
      'turn_id',
    ],
  ]
  const words = [
    ...[
      'PreToolUse',
      'PostToolUse',
      'Bash',
      'assistant',
      'user',
      'tool_use',
      'tool_result',
      'text',
    ],
    ...['response_item', 'event_msg', 'function_call', 'function_call_output', 'item_completed'],
    ...[
      'exec_command_end',
      'token_count',
      'opencode',
      'message.part.updated',
      'tool.execute.after',
    ],
    ...[
      'session.start',
      'apply_patch',
      'postToolUse',
      'AfterTool',
      'FileChange',
      'gemini',
      '\ud800',
    ],
  ]
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom(...words, null, Number.POSITIVE_INFINITY, -1, 1e16, true, ''),
      fc.string(),
      fc.double(),
      fc.array(tie('json'), { maxLength: 4 }),
      fc
        .array(fc.tuple(fc.constantFrom(...names), tie('json')), { maxLength: 8 })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }))

  test('random JSON in the words of the agents never throws as a payload', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...AGENTS), (payload, agent) => {
        checkEvents(agent.fromHook(new Fields(payload)))
        checkEvents(eventsOfHook(payload, agent.name))
      }),
      { numRuns: 2000 },
    )
  })

  test('random JSON never throws as the lines of a transcript', () => {
    const readers = AGENTS.flatMap(({ transcript }) => transcript ?? [])
    fc.assert(
      fc.property(
        fc.array(json, { maxLength: 6 }),
        fc.constantFrom(...readers),
        (lines, reader) => {
          const state = newTranscriptState()
          for (const line of lines) checkEvents(reader.fromTranscript(new Fields(line), state))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test.each(HOOKS)('each field of $agent may be of any wrong type', ({ path }) => {
    for (const payload of linesOf(path) as Record<string, unknown>[]) {
      for (const name of Object.keys(payload)) {
        for (const wrong of [
          null,
          7,
          Number.POSITIVE_INFINITY,
          [],
          {},
          [[{}]],
          '',
          true,
          'x'.repeat(300_000),
        ]) {
          checkEvents(eventsOfHook({ ...payload, [name]: wrong }, undefined))
        }
      }
    }
  })

  test('what is huge or deep is cut, and says so', () => {
    let deep: unknown = 1
    for (let depth = 0; depth < 10_000; depth += 1) deep = { deep }
    for (const content of [
      'x'.repeat(50_000_000),
      deep,
      Array.from({ length: 100_000 }, () => 'y'),
    ]) {
      const payload = {
        hook_event_name: 'PreToolUse',
        session_id: 's',
        tool_name: 'Write',
        tool_input: { file_path: '/w/a', content },
      }
      const [event] = eventsOfHook(payload, 'claude-code')
      expect(event).toMatchObject({ truncated: true, paths: ['/w/a'], agent_session: 's' })
      checkEvents([event!])
    }
    const command = `${'x'.repeat(16_383)}\u{1f600}`
    const shell = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command } }
    const [event] = eventsOfHook(shell, 'claude-code')
    expect(event).toMatchObject({ truncated: true, command: 'x'.repeat(16_383) })
  })

  test('a field named __proto__ is data and gives nobody a field', () => {
    const payload = JSON.parse(
      '{"hook_event_name":"Stop","__proto__":{"session_id":"forged"},"constructor":{"x":1}}',
    ) as unknown
    const [event] = eventsOfHook(payload, 'claude-code')
    expect(event!.agent_session).toBeUndefined()
    expect(JSON.stringify(event!.raw)).toContain('"__proto__":{"session_id":"forged"}')
    expect(({} as { session_id?: string }).session_id).toBeUndefined()
  })
})

test('a subagent of Cursor that begins or ends is an act: the session it works for goes on', () => {
  for (const name of ['subagentStart', 'subagentStop']) {
    const payload = { hook_event_name: name, conversation_id: 'c', cursor_version: '2.0' }
    expect(eventsOfHook(payload, 'cursor').map(({ event_type }) => event_type)).toEqual([
      'AGENT_ACT',
    ])
  }
})
