import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { runPlainGit } from '../helpers/plain-git.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const FIXTURES = resolve(import.meta.dirname, '../fixtures/agents')
const HOSTILE = [
  `</pre><script>alert(1)</script><img src=x onerror="alert('1')">&amp;\u001b[2J\u202e\u2028\ud800`,
  `--></style></title><plaintext>[x](javascript:alert(2)) https://x.example <base href=//x.example>`,
].join('')

interface Line {
  id: string
  agent: string
}

async function imported(env: TestEnv, ...names: string[]): Promise<Line[]> {
  for (const name of names) {
    env.write('t.jsonl', readFileSync(join(FIXTURES, name), 'utf8'))
    expect((await env.run('import', 't.jsonl')).exitCode).toBe(0)
  }
  const { stdout } = await env.run('sessions', '--json')
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

async function exported(env: TestEnv, id: string, format: string): Promise<string> {
  const { stdout, stderr, exitCode } = await env.run('export', id, '--format', format)
  expect([stderr, exitCode]).toEqual(['', 0])
  return stdout
}

interface AtifStep {
  step_id: number
  source: string
  message: string
  timestamp: string
  tool_calls?: { tool_call_id: string; function_name: string; arguments: object }[]
  observation?: { results: { source_call_id: string; content: string }[] }
  metrics?: Record<string, number>
  reasoning_content?: string
}

const ALL = ['claude-code', 'codex', 'gemini-cli', 'copilot', 'generic'].map(
  (agent) => `${agent}/transcript.jsonl`,
)

test('`-o -` is standard output, and not a file of that name', async () => {
  const env = testEnv()
  const [session] = await imported(env, 'claude-code/transcript.jsonl')
  const { stdout, stderr } = await env.run('export', session!.id, '-o', '-')
  expect([stdout, stderr]).toEqual([await exported(env, session!.id, 'trace'), ''])
  expect(env.exists('-')).toBe(false)
})

test('ATIF holds each step once, with what came of each call, and adds up', async () => {
  const env = testEnv()
  for (const { id } of await imported(env, ...ALL)) {
    const document = JSON.parse(await exported(env, id, 'atif'))
    const steps = document.steps as AtifStep[]
    expect(document).toMatchObject({ schema_version: 'ATIF-v1.7', session_id: id })
    expect(Object.keys(document.agent)).toEqual(expect.arrayContaining(['name', 'version']))
    expect(steps.map((step) => step.step_id)).toEqual(steps.map((_, n) => n + 1))
    expect(document.final_metrics.total_steps).toBe(steps.length)
    const calls: string[] = []
    for (const step of steps) {
      expect(['system', 'user', 'agent']).toContain(step.source)
      expect(typeof step.message).toBe('string')
      if (step.source !== 'agent') {
        for (const name of ['tool_calls', 'metrics', 'reasoning_content', 'model_name']) {
          expect(step).not.toHaveProperty(name)
        }
      }
      const ids = step.tool_calls?.map((call) => call.tool_call_id) ?? []
      for (const { source_call_id: of } of step.observation?.results ?? [])
        expect(ids).toContain(of)
      for (const call of step.tool_calls ?? []) expect(call.arguments).toBeTypeOf('object')
      calls.push(...ids)
    }
    expect(new Set(calls).size).toBe(calls.length)
    const sum = steps.reduce((all, { metrics }) => all + (metrics?.prompt_tokens ?? 0), 0)
    expect(document.final_metrics.total_prompt_tokens ?? 0).toBe(sum)
  }
})

test('ATIF tells what was said, called and answered', async () => {
  const env = testEnv()
  const [session] = await imported(env, 'claude-code/transcript.jsonl')
  const { steps } = JSON.parse(await exported(env, session!.id, 'atif')) as { steps: AtifStep[] }
  expect(steps[1]).toMatchObject({ source: 'user', message: 'list it' })
  expect(steps[3]).toMatchObject({
    tool_calls: [
      {
        tool_call_id: 'toolu_01',
        function_name: 'Bash',
        arguments: { command: 'ls /no/such/dir' },
      },
    ],
    observation: { results: [{ source_call_id: 'toolu_01', content: 'ls: cannot access…' }] },
  })
})

interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: Record<string, unknown> }[]
  status: { code?: number }
}

function spansOf(text: string): Span[] {
  const requests = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return requests.flatMap(({ resourceSpans: [resource] }) => resource.scopeSpans[0].spans as Span[])
}

function attribute({ attributes }: Span, key: string): unknown {
  return Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0]
}

test('OTLP has one trace for a session and its subagents, and the same spans each time', async () => {
  const env = testEnv()
  const sessions = await imported(
    env,
    'claude-code/transcript.jsonl',
    'claude-code/transcript-subagent.jsonl',
  )
  const texts = await Promise.all(sessions.map(({ id }) => exported(env, id, 'otlp')))
  const spans = texts.flatMap(spansOf)
  for (const span of spans) {
    expect(span.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(span.spanId).toMatch(/^[0-9a-f]{16}$/)
    expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true)
  }
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length)
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
  const known = new Set(spans.map(({ spanId }) => spanId))
  const roots = spans.filter(({ parentSpanId }) => !known.has(parentSpanId ?? ''))
  expect(roots.map(({ name }) => name)).toEqual(['invoke_agent claude-code'])
  expect(await exported(env, sessions[0]!.id, 'otlp')).toBe(texts[0])
  const failed = spans.find((span) => attribute(span, 'gen_ai.tool.call.id') === 'toolu_01')!
  expect(failed).toMatchObject({ name: 'execute_tool Bash', status: { code: 2 } })
  expect(attribute(failed, 'flightrec.exit_code')).toBe('2')
  const total = (span: Span) => Number(attribute(span, 'gen_ai.usage.input_tokens') ?? 0)
  const chats = spans.filter(({ name }) => name.startsWith('chat'))
  const agents = spans.filter(({ name }) => name.startsWith('invoke_agent'))
  const sum = (some: Span[]) => some.reduce((all, span) => all + total(span), 0)
  expect(sum(chats)).toBeGreaterThan(0)
  expect(sum(chats)).toBe(sum(agents))
})

/** Stands for a collector of OpenTelemetry. */
async function collector(answers: { status: number; text?: string }[]) {
  const requests: { url: string; headers: IncomingHttpHeaders; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    requests.push({ url: request.url!, headers: request.headers, body })
    const { status, text = '' } = answers[Math.min(requests.length, answers.length) - 1]!
    response.writeHead(status).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { endpoint: `http://127.0.0.1:${port}`, requests, close: () => server.close() }
}

test('OTLP goes to a collector, again when that is busy, with the headers it wants', async () => {
  const env = testEnv()
  const [session] = await imported(env, 'claude-code/transcript.jsonl')
  const { endpoint, requests, close } = await collector([
    { status: 503 },
    { status: 200, text: '{}' },
  ])
  const result = await env.runWith(
    { env: { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20k' } },
    ...['export', session!.id, '--format', 'otlp', '--endpoint', endpoint],
    ...['--header', 'x-project: p'],
  )
  expect([result.stdout, result.exitCode]).toEqual(['', 0])
  expect(result.stderr).toMatch(
    /refused: HTTP 503.*; trying again\nsent to 127\.0\.0\.1:\d+ in 1 request\n$/,
  )
  expect(requests.map(({ url }) => url)).toEqual(['/v1/traces', '/v1/traces'])
  expect(requests[1]!.headers).toMatchObject({
    authorization: 'Bearer k',
    'x-project': 'p',
    'content-type': 'application/json',
  })
  expect(requests[1]!.body.trim()).toBe((await exported(env, session!.id, 'otlp')).trim())
  close()
})

test('what a collector rejects is told, and ends with 3; what it refuses, with 1', async () => {
  const env = testEnv()
  const [session] = await imported(env, 'claude-code/transcript.jsonl')
  const partial = '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}'
  const { endpoint, close } = await collector([
    { status: 200, text: partial },
    { status: 400, text: 'bad' },
  ])
  const send = (to: string) => env.run('export', session!.id, '--format', 'otlp', '--endpoint', to)
  const rejected = await send(`${endpoint}/custom`)
  expect([rejected.stderr.split('\n')[0], rejected.exitCode]).toEqual([
    'warning: the collector rejected 2 spans: too old',
    3,
  ])
  const refused = await send(endpoint)
  expect(refused.stderr).toContain('/v1/traces refused: HTTP 400: bad')
  expect(refused.exitCode).toBe(1)
  for (const wrong of ['ftp://x', 'localhost:4318', 'http://u:p@127.0.0.1:1']) {
    expect((await send(wrong)).exitCode).toBe(2)
  }
  for (const header of ['bad name=KEY', 'x=KEY%0d%0aHost: y']) {
    const { stderr, exitCode } = await env.runWith(
      { env: { OTEL_EXPORTER_OTLP_HEADERS: header } },
      ...['export', session!.id, '--format', 'otlp', '--endpoint', endpoint],
    )
    expect([stderr.includes('KEY'), exitCode]).toEqual([false, 2])
  }
  expect((await env.run('export', session!.id, '--endpoint', endpoint)).exitCode).toBe(2)
  close()
})

test('an HTML report escapes whatever was said, runs nothing and loads nothing', async () => {
  const env = testEnv()
  const event = {
    event_type: 'USER_INPUT',
    session: 's',
    agent: 'bot',
    time: '2026-01-01T00:00:00.000Z',
  }
  const lines = [
    { ...event, summary: `${HOSTILE}\n${'more '.repeat(100)}` },
    {
      ...event,
      event_type: 'SHELL_EXEC',
      command: `rm -rf / # ${HOSTILE}`,
      tool: HOSTILE,
      phase: 'before',
    },
    { ...event, event_type: 'FILE_WRITE', paths: [HOSTILE], call_id: HOSTILE, phase: 'after' },
  ]
  env.write('t.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  expect((await env.run('import', 't.jsonl')).exitCode).toBe(0)
  const [session] = await imported(env)
  expect((await env.run('export', session!.id, '--format', 'html', '-o', 'r.html')).exitCode).toBe(
    0,
  )
  const html = env.read('r.html')
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map((match) => match[1]!.toLowerCase())
  expect([...new Set(tags)].sort()).toEqual(
    [
      ...[
        'a',
        'body',
        'dd',
        'details',
        'dl',
        'dt',
        'footer',
        'h1',
        'h2',
        'head',
        'html',
        'li',
        'meta',
      ],
      ...['ol', 'pre', 'span', 'style', 'summary', 'time', 'title'],
    ].sort(),
  )
  expect(html).not.toMatch(/<[^>]*\s(?:on[a-z]+|src|style)=|\burl\(|@import/)
  // The only links are to events, and they are there.
  const links = [...html.matchAll(/ href="([^"]*)"/g)].map((match) => match[1]!)
  expect(links.length).toBeGreaterThan(0)
  for (const link of links) expect(html).toContain(` id="${link.replace(/^#/, '')}"`)
  // Control and direction characters would move what is shown.
  expect([...html].some((character) => '\u001b\u202e\u2028'.includes(character))).toBe(false)
  expect(html).not.toContain('\ufffd')
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!
  const hash = createHash('sha256').update(style).digest('base64')
  expect(html).toContain(`content="default-src 'none'; style-src 'sha256-${hash}'`)
  expect(html).toContain('dangerous-rm-rf')
  expect(unbalanced(html)).toEqual([])
})

/** Returns the tags that are not closed where they should be. */
function unbalanced(html: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (name === 'meta') continue
    if (slash === '') open.push(name!)
    else if (open.pop() !== name) wrong.push(name!)
  }
  return [...wrong, ...open]
}

test('a bundle is verified and cloned by plain git', async () => {
  const env = testEnv()
  const [session] = await imported(env, 'claude-code/transcript.jsonl')
  expect(
    (await env.run('export', session!.id, '--format', 'bundle', '-o', 's.bundle')).exitCode,
  ).toBe(0)
  const { stdoutBytes } = await env.run('export', session!.id, '--format', 'bundle')
  expect(stdoutBytes.equals(readFileSync(env.path('s.bundle')))).toBe(true)
  runPlainGit(['clone', '-q', env.path('s.bundle'), 'clone'], env.base)
  const events = readFileSync(join(env.base, 'clone/events/1.jsonl'), 'utf8').trim().split('\n')
  expect(events).toHaveLength(14)
  await env.run('start', '--agent', 'bot')
  const [running] = await imported(env)
  const result = await env.run('export', running!.id, '--format', 'bundle')
  expect([result.stderr, result.exitCode]).toEqual([
    `flightrec: session ${running!.id} runs, and none of it is in git yet\nhint: Export it as a bundle when it has ended.\n`,
    1,
  ])
})
