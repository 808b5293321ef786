import { chmodSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { backgroundEnv } from '../helpers/background-env.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { endedOnTerminal, hasPty } from '../helpers/on-terminal.ts'
import { recordedCasts } from '../helpers/recorded-cast.ts'
import type { TestEnv } from '../helpers/test-env.ts'

interface SessionJson {
  id: string
  agent: string
  command: string[] | null
  end_reason: string | null
  total_files: number
}

async function sessions(env: TestEnv): Promise<SessionJson[]> {
  return jsonLines(await env.run('sessions', '--json'))
}

test('takes the file away by which a shell sees that the program was started', async () => {
  const env = backgroundEnv()
  const waits = `while [ -e '${env.path('begun')}' ]; do sleep 0.05; done`
  for (const terminal of ['never', 'always']) {
    env.write('begun', '')
    const options = ['--terminal', terminal, '--begun', env.path('begun')]
    expect((await env.run('run', ...options, '--', 'sh', '-c', waits)).exitCode).toBe(0)
  }
})

test('leaves that file where it has started nothing, and never takes one that holds something', async () => {
  const env = backgroundEnv()
  env.write('begun', '')
  const missing = await env.run('run', '--begun', env.path('begun'), '--', 'no-such-program')
  expect([missing.exitCode, env.read('begun')]).toEqual([127, ''])
  env.write('mine', 'text')
  expect((await env.run('run', '--begun', env.path('mine'), '--', 'true')).exitCode).toBe(0)
  expect(env.read('mine')).toBe('text')
})

describe.skipIf(!hasPty)('run, on a terminal', () => {
  test('shows the program as it is, and keeps its screen, its session and its files', async () => {
    const env = backgroundEnv()
    const script = 'printf "one\\ntwo\\n"; echo new > made.txt; exit 5'
    const ended = await endedOnTerminal(
      env,
      {},
      'run',
      '--agent',
      'my-bot',
      '--',
      'sh',
      '-c',
      script,
    )
    expect(ended.exitCode).toBe(5)
    expect(ended.shown).toBe('one\r\ntwo\r\n')
    const [cast] = await recordedCasts(env)
    expect(cast!.output).toBe('one\r\ntwo\r\n')
    expect(cast!.header).toMatchObject({ version: 3, term: { cols: 80, rows: 24 } })
    expect(cast!.events.at(-1)!.slice(1)).toEqual(['x', '5'])
    const [session] = await sessions(env)
    expect(cast!.recording).toMatchObject({
      session: session!.id,
      command: ['sh', '-c', script],
      exit_code: 5,
    })
    expect(session).toMatchObject({ agent: 'my-bot', end_reason: 'exited', total_files: 1 })
  })

  test('a program finds a terminal of the size of the one outside', async () => {
    const env = backgroundEnv()
    const ended = await endedOnTerminal(env, { columns: 97, rows: 31 }, 'run', '--', 'stty', 'size')
    expect(ended.shown).toBe('31 97\r\n')
    expect((await recordedCasts(env))[0]!.header).toMatchObject({ term: { cols: 97, rows: 31 } })
  })

  test('the environment is as it was, but for the name of the session, whatever its names are', async () => {
    const env = backgroundEnv()
    const odd = { 'ODD-NAME%%': '() { x; }', SHLVL: '7', code: 'a', word: 'b', TERM: 'vt100' }
    const [run, plain] = [['run', '--'], []].map((words) => [...words, 'env', '-0'])
    const within = await endedOnTerminal(env, { env: odd }, ...run!)
    const shownIn = (text: string) => new Set(text.split('\0').filter((line) => line !== ''))
    const seen = [...shownIn(within.shown)].filter((line) => !line.startsWith('FLIGHTREC_SESSION='))
    for (const [name, value] of Object.entries(odd)) expect(seen).toContain(`${name}=${value}`)
    expect(within.shown).toMatch(/FLIGHTREC_SESSION=sess_[0-9a-f]{16}/)
    expect(plain).toEqual(['env', '-0'])
  })

  test('a signal that ends the program is told as a shell tells it', async () => {
    const env = backgroundEnv()
    for (const [signal, exitCode] of [
      ['TERM', 143],
      ['KILL', 137],
      ['INT', 130],
    ] as const) {
      const ended = await endedOnTerminal(env, {}, 'run', '--', 'sh', '-c', `kill -${signal} $$`)
      expect(ended.exitCode).toBe(exitCode)
    }
    expect((await recordedCasts(env)).map(({ recording }) => recording.exit_code)).toEqual([
      143, 137, 130,
    ])
  })

  test('bytes that are no text come through, and are told apart in the recording', async () => {
    const env = backgroundEnv()
    const ended = await endedOnTerminal(env, {}, 'run', '--', 'printf', '\\377\\303\\244\\200.')
    expect([...ended.output]).toEqual([0xff, 0xc3, 0xa4, 0x80, 0x2e])
    expect((await recordedCasts(env))[0]!.output).toBe('\ufffdä\ufffd.')
  })

  test('a secret that is shown is not in the file, though it was on the screen', async () => {
    const env = backgroundEnv()
    const token = 'ghp_R7kX2mQ9vT4bN8cL1wZ6yH3jD5fG0sAqWeRt'
    const ended = await endedOnTerminal(env, {}, 'run', '--', 'echo', `token: ${token}`)
    expect(ended.shown).toContain(token)
    const [cast] = await recordedCasts(env)
    expect(cast!.text).not.toContain(token)
    expect(JSON.stringify(cast!.recording)).not.toContain(token)
    expect(cast!.output).toContain('token: ')
  })

  test('FLIGHTREC_TERMINAL=0, --terminal never and config.toml leave the terminal to the program', async () => {
    const env = backgroundEnv()
    const script = ['--', 'sh', '-c', 'test -t 1 && echo terminal']
    const quiet = { env: { FLIGHTREC_TERMINAL: '0' } }
    expect((await endedOnTerminal(env, quiet, 'run', ...script)).shown).toBe('terminal\r\n')
    expect((await endedOnTerminal(env, {}, 'run', '--terminal', 'never', ...script)).shown).toBe(
      'terminal\r\n',
    )
    env.config('[terminal]\nrecord = false\n')
    expect((await endedOnTerminal(env, {}, 'run', ...script)).shown).toBe('terminal\r\n')
    env.config(`[terminal]\nexclude_roots = [${JSON.stringify(env.base)}]\n`)
    expect((await endedOnTerminal(env, {}, 'run', ...script)).shown).toBe('terminal\r\n')
    expect(await recordedCasts(env)).toEqual([])
    expect(await sessions(env)).toHaveLength(4)
  })
})

test('a program that is not there, or cannot be executed, is refused as a shell refuses it', async () => {
  const env = backgroundEnv()
  env.write('plain.sh', 'echo no\n', 0o644)
  const missing = await env.run('run', '--', 'no-such-program')
  expect(missing.shown).toBe('[stderr]\nflightrec: no-such-program: no such program\n[exit 127]\n')
  const plain = await env.run('run', '--', './plain.sh')
  expect(plain.exitCode).toBe(126)
  chmodSync(env.path('plain.sh'), 0o755)
  expect((await env.run('run', '--', './plain.sh')).stdout).toBe('no\n')
})

test('without a terminal the streams are those of flightrec, and one word says that none is recorded', async () => {
  const env = backgroundEnv()
  const ended = await env.runWith(
    { stdin: 'typed' },
    'run',
    '--',
    'sh',
    '-c',
    'cat; echo err >&2; exit 3',
  )
  expect(ended.stdout).toBe('typed')
  expect(ended.stderr).toBe('flightrec: no terminal here, so none is recorded\nerr\n')
  expect(ended.exitCode).toBe(3)
  expect(await recordedCasts(env)).toEqual([])
  expect((await sessions(env))[0]).toMatchObject({ agent: 'sh', end_reason: 'exited' })
})

test('nothing to run is an error that says what to do', async () => {
  expect((await backgroundEnv().run('run')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: nothing was given to run
    hint: Put the program after \`--\`, e.g. \`flightrec run -- claude\`.
    [exit 2]
    "
  `)
})
