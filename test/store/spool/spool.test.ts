import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { redactPayload } from '../../../src/record/secrets/redact-payload.ts'
import { type Home, locateHome } from '../../../src/store/home/home.ts'
import {
  countSpool,
  prepareSpool,
  putInSpool,
  SPOOL_FILE_MAX_BYTES,
  type SpoolFolders,
} from '../../../src/store/spool/spool.ts'
import { SpoolTaker } from '../../../src/store/spool/take-spool.ts'
import { removeTree } from '../../helpers/remove-tree.ts'
import { until } from '../../helpers/until.ts'

const HOOK = resolve(import.meta.dirname, '../../../hooks/flightrec-hook')

let home: Home
let spool: SpoolFolders

beforeEach(() => {
  mkdirSync(process.env.FLIGHTREC_HOME!, { mode: 0o700 })
  home = locateHome()
  spool = prepareSpool(home)
})
afterEach(() => removeTree(home.path))

function drop(text: string | Uint8Array, agent = 'claude-code'): void {
  putInSpool(home, agent, Buffer.from(text))
}

/** Takes all there is and lets go of it. */
function takeAll(taker = new SpoolTaker(home, (payload) => payload)) {
  return [...taker.take()].map((entry) => {
    entry.done()
    return entry
  })
}

function forge(name: string, make: (path: string) => void): void {
  make(join(spool.tmp, name))
  writeFileSync(join(spool.new, name), '')
}

function reasons(): string[] {
  return readdirSync(spool.bad)
    .filter((name) => name.endsWith('.reason'))
    .map((name) => readFileSync(join(spool.bad, name), 'utf8').trim())
    .sort()
}

test('payloads are given in the order they came, once, and then gone', () => {
  for (let n = 0; n < 30; n += 1) drop(`{"n":${n}}`)
  expect(countSpool(home)).toEqual({ waiting: 30, bad: 0 })
  const taker = new SpoolTaker(home, (payload) => payload)
  const entries = takeAll(taker)
  const order = entries.toSorted((a, b) => a.time - b.time)
  expect(entries).toEqual(order)
  expect(new Set(entries.map(({ id }) => id)).size).toBe(30)
  expect(entries.flatMap(({ payloads }) => payloads)).toHaveLength(30)
  expect(takeAll(taker)).toEqual([])
  for (const folder of [spool.new, spool.tmp, spool.taken, spool.bad]) {
    expect(readdirSync(folder)).toEqual([])
  }
})

test('time, agent and caller are told', () => {
  drop('{}', 'cursor')
  const [entry] = takeAll()
  expect(Math.abs(entry!.time - Date.now())).toBeLessThan(60_000)
  expect(entry).toMatchObject({ agent: 'cursor', callerPid: process.ppid, wasTaken: false })
})

test('1,000 hooks at once: each payload exactly once, also those taken meanwhile', async () => {
  const script = `i=0; while [ $i -lt 250 ]; do printf '{"n":%d}' $((i + $1)) | "$2" codex & i=$((i+1)); done; wait`
  const env = { ...process.env, FLIGHTREC_HOME: home.path }
  const children = [0, 250, 500, 750].map((start) =>
    spawn('sh', ['-c', script, 'sh', String(start), HOOK], { env, stdio: 'ignore' }),
  )
  const ends = Promise.all(children.map((child) => once(child, 'exit')))
  const taker = new SpoolTaker(home, (payload) => payload)
  const seen = takeAll(taker)
  const poll = setInterval(() => seen.push(...takeAll(taker)), 20)
  await ends
  clearInterval(poll)
  seen.push(...takeAll(taker))
  const numbers = seen.map(({ payloads }) => (payloads[0] as { n: number }).n)
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, n) => n))
  expect(reasons()).toEqual([])
})

test('what a taker that died had claimed is given again under the same id, and says so', () => {
  drop('{"n":1}')
  drop('{"n":2}')
  const [first] = new SpoolTaker(home, (payload) => payload).take()
  const again = takeAll()
  expect(again.map(({ id, wasTaken }) => [id === first!.id, wasTaken])).toEqual([
    [true, true],
    [false, false],
  ])
  expect(takeAll()).toEqual([])
})

test('what is claimed and not let go of is not given twice by the same taker', () => {
  drop('{}')
  const taker = new SpoolTaker(home, (payload) => payload)
  const [entry] = taker.take()
  expect([...taker.take()]).toEqual([])
  entry!.done()
  expect(countSpool(home)).toEqual({ waiting: 0, bad: 0 })
})

test('a payload that no hook has finished is left alone, and taken when the hook is long dead', () => {
  const path = join(spool.tmp, 'codex.1.2.0')
  writeFileSync(path, '{"n":1}')
  expect(takeAll()).toEqual([])
  const old = Date.now() / 1000 - 7200
  utimesSync(path, old, old)
  expect(takeAll().map(({ payloads }) => payloads)).toEqual([[{ n: 1 }]])
})

/** Begins a real hook that has written so much when this resolves, and goes on waiting for the rest. */
async function halfDone(text: string) {
  const child = spawn('sh', [HOOK, 'qwen-code'], {
    env: { PATH: process.env.PATH!, FLIGHTREC_HOME: home.path },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.stdin.write(text)
  const written = () =>
    readdirSync(spool.tmp)
      .map((name) => join(spool.tmp, name))
      .find((path) => statSync(path).size === Buffer.byteLength(text))
  await until('the hook has written', () => written() !== undefined)
  const path = written()!
  // Nothing came for a while.
  utimesSync(path, Date.now() / 1000 - 60, Date.now() / 1000 - 60)
  const kill = async () => {
    process.kill(-child.pid!, 'SIGKILL')
    await once(child, 'exit')
  }
  return { kill }
}

test('what a hook had written when it was killed is taken as soon as its process is gone: secrets must not lie there', async () => {
  const half =
    '{"hook_event_name":"PreToolUse","session_id":"s","tool_input":{"command":"export T=gh'
  const { kill } = await halfDone(half)
  expect(takeAll()).toEqual([])
  expect(countSpool(home)).toEqual({ waiting: 0, unfinished: 1, bad: 0 })
  await kill()
  expect(takeAll()).toMatchObject([
    {
      agent: 'qwen-code',
      wasKilled: true,
      isTruncated: true,
      payloads: [{ hook_event_name: 'PreToolUse', session_id: 's' }],
    },
  ])
  expect(readdirSync(spool.tmp)).toEqual([])
  expect(countSpool(home)).toEqual({ waiting: 0, bad: 0 })
})

test('of a hook that was killed before it had written anything, nothing stays', async () => {
  const { kill } = await halfDone('')
  await kill()
  expect(takeAll()).toEqual([])
  expect([readdirSync(spool.tmp), countSpool(home)]).toEqual([[], { waiting: 0, bad: 0 }])
})

test('a forged corpus is refused with reasons, outside files are untouched, neighbours arrive', () => {
  const outside = join(home.path, 'secret')
  writeFileSync(outside, '{"secret":1}')
  drop('{"good":1}')
  forge('codex.1.1.0', (path) => symlinkSync(outside, path))
  forge('codex.1.2.0', (path) => linkSync(outside, path))
  forge('codex.1.3.0', (path) => mkdirSync(path))
  forge('codex.1.4.0', (path) => execFileSync('mkfifo', [path]))
  forge('codex.1.5.0', (path) => writeFileSync(path, ''))
  forge('codex.1.6.0', (path) => writeFileSync(path, '{"half":'))
  forge('codex.1.7.0', (path) => writeFileSync(path, Buffer.from([0, 255, 254])))
  forge('-rf \n\u001b[2J', (path) => writeFileSync(path, '{}'))
  writeFileSync(Buffer.concat([Buffer.from(`${spool.new}/`), Buffer.from([0xff, 0xfe])]), '')
  mkdirSync(join(spool.new, 'codex.1.8.0'))
  writeFileSync(join(spool.new, 'codex.1.9.0'), '')
  drop('{"good":2}')
  const given = takeAll().flatMap(({ payloads }) => payloads)
  expect(given).toEqual([{ good: 1 }, { good: 2 }])
  expect(reasons()).toEqual([
    'it has another name elsewhere (a hard link)',
    'it is a link',
    'it is empty',
    'it is not JSON',
    'it is not JSON',
    'it is not a regular file',
    'it is not a regular file',
    'it was not put here by a hook',
    'it was not put here by a hook',
    'it was not put here by a hook',
    'it was not put here by a hook',
  ])
  expect(readFileSync(outside, 'utf8')).toBe('{"secret":1}')
  expect(existsSync(join(spool.new, 'codex.1.9.0'))).toBe(false)
  expect(countSpool(home)).toEqual({ waiting: 0, bad: 11 })
  expect(takeAll()).toEqual([])
})

test.skipIf(process.getuid?.() !== 0)(
  'a payload of another user is refused (only root can make one: skipped for others)',
  () => {
    forge('codex.1.1.0', (path) => {
      writeFileSync(path, '{}')
      execFileSync('chown', ['12345', path])
    })
    expect(takeAll()).toEqual([])
    expect(reasons()).toEqual(['it belongs to user 12345'])
  },
)

test('of lines, the good ones are taken and the file is kept for the bad ones', () => {
  drop('{"n":1}\nnonsense\n{"n":2}\n')
  expect(takeAll()[0]!.payloads).toEqual([{ n: 1 }, { n: 2 }])
  expect(reasons()).toEqual(['1 of its lines are not JSON'])
})

test('what is refused is kept without its secrets, and its other bytes as they came', () => {
  const token = 'ghp_R8xKq2LmZ5vTbN7cYw3JdF6gHs9PaU4eXoQi'
  const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28])
  putInSpool(home, 'generic', Buffer.concat([Buffer.from(`{"a": "${token}`), bytes]))
  putInSpool(home, 'generic', Buffer.from(`{"fine":1}\n{"password":"hunter2secret",,}\n`))
  const entries = [...new SpoolTaker(home, redactPayload).take()]
  for (const entry of entries) entry.done()
  expect(entries).toHaveLength(1)
  const { bad, taken } = spool
  const kept = readdirSync(bad).filter((name) => !name.endsWith('.reason'))
  const contents = kept.map((name) => readFileSync(join(bad, name)))
  const expected = Buffer.concat([Buffer.from('{"a": "[redacted:github-token]'), bytes])
  expect(contents).toContainEqual(expected)
  expect(Buffer.concat(contents).toString('latin1')).not.toContain('hunter2')
  expect(kept.map((name) => statSync(join(bad, name)).mode & 0o777)).toEqual([0o600, 0o600])
  expect(readdirSync(taken)).toEqual([])
})

test('a payload over the limit is cut, and what came before the cut is given', () => {
  drop(
    `{"session_id":"s","tool_name":"Write","content":"${'x'.repeat(SPOOL_FILE_MAX_BYTES)}","z":1}`,
  )
  const [entry] = takeAll()
  expect(entry).toMatchObject({
    isTruncated: true,
    payloads: [{ session_id: 's', tool_name: 'Write' }],
  })
  drop('x'.repeat(SPOOL_FILE_MAX_BYTES + 1))
  expect(takeAll()).toEqual([])
  expect(reasons()).toEqual([
    'it is too long, and what was kept of it is not JSON; its end was not kept',
  ])
})

test('__proto__, huge numbers, deep nesting and a byte order mark are only data', () => {
  drop('\ufeff{"__proto__":{"x":1},"n":1e309,"s":"\\ud800"}')
  drop('['.repeat(100_000) + ']'.repeat(100_000))
  const [entry] = takeAll()
  expect(Object.hasOwn(entry!.payloads[0] as object, '__proto__')).toBe(true)
  expect((entry!.payloads[0] as { x?: number }).x).toBeUndefined()
})
