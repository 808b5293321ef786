/** hooks/flightrec-hook under real shells: what agents call, so it must never fail, speak or linger. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isRoot } from '../helpers/is-root.ts'
import { type Ended, runProcess } from '../helpers/processes.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const HOOK = resolve(import.meta.dirname, '../../hooks/flightrec-hook')
const SHELLS = [['dash'], ['bash'], ['bash', '--posix'], ['busybox', 'sh']].filter(
  ([name]) => spawnSync(name!, ['--help']).error === undefined,
)

interface Call {
  stdin?: string | Uint8Array
  agent?: string
  env?: Record<string, string>
  script?: string
}

function call(env: TestEnv, shell: string[], { stdin, agent, env: more, script }: Call = {}) {
  return runProcess([...shell, script ?? HOOK, agent ?? 'claude-code'], {
    cwd: env.root,
    env: { PATH: process.env.PATH!, HOME: env.userHome, FLIGHTREC_HOME: env.home, ...more },
    stdin: stdin ?? '{"session_id":"s"}',
  })
}

function expectSilence({ stdout, stderr, exitCode }: Ended): void {
  expect([stdout.toString(), stderr.toString(), exitCode]).toEqual(['', '', 0])
}

function spooled(env: TestEnv): string[] {
  const spool = join(env.home, 'spool')
  if (!existsSync(join(spool, 'new'))) return []
  return readdirSync(join(spool, 'new')).map((name) =>
    readFileSync(join(spool, 'tmp', name), 'utf8'),
  )
}

function homeOf(env: TestEnv): string {
  mkdirSync(env.home, { mode: 0o700 })
  return env.home
}

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))('in %s', (_, shell) => {
  test('a payload of Devin, which does not show whose it is, is put down to Devin, whosever hook it runs', async () => {
    const env = testEnv()
    homeOf(env)
    expectSilence(await call(env, shell, { env: { DEVIN_PROJECT_DIR: '/w' } }))
    const [name] = readdirSync(join(env.home, 'spool/new'))
    expect(name).toMatch(/^devin\./)
  })

  test('a payload is in the spool, private, byte for byte, and nothing is said', async () => {
    const env = testEnv()
    const home = homeOf(env)
    const stdin = Buffer.from('{"x":"\\u0000 \u00e9 \\\\n"}\0\xff', 'latin1')
    expectSilence(await call(env, shell, { stdin }))
    const [name] = readdirSync(join(home, 'spool/new'))
    expect(name).toMatch(/^claude-code\.\d+\.\d+\.0$/)
    const path = join(home, 'spool/tmp', name!)
    expect(readFileSync(path)).toEqual(stdin)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(home, 'spool')).mode & 0o777).toBe(0o700)
  })

  test('a home that is gone, a file, a broken link or without room is silence', async () => {
    const env = testEnv()
    expectSilence(await call(env, shell))
    expect(existsSync(env.home)).toBe(false)
    for (const home of ['/dev/null', '/proc', join(env.base, 'nothing/here'), '']) {
      expectSilence(await call(env, shell, { env: { FLIGHTREC_HOME: home } }))
    }
    symlinkSync('nowhere', join(env.base, 'link'))
    expectSilence(await call(env, shell, { env: { FLIGHTREC_HOME: join(env.base, 'link') } }))
    mkdirSync(join(homeOf(env), 'spool'))
    writeFileSync(join(env.home, 'spool/tmp'), 'in the way')
    expectSilence(await call(env, shell))
    rmSync(join(env.home, 'spool/tmp'))
    expectSilence(await call(env, ['/bin/sh'], { env: { PATH: '/nonexistent', HOME: '' } }))
    expect(readdirSync(env.userHome)).toEqual([])
  })

  test.skipIf(isRoot)(
    'a spool it may not write to is silence (root may: skipped for it)',
    async () => {
      const env = testEnv()
      chmodSync(homeOf(env), 0o500)
      expectSilence(await call(env, shell))
      chmodSync(env.home, 0o700)
    },
  )

  test('100 MB are read to the end, so that the agent meets no closed pipe, and cut off', async () => {
    const env = testEnv()
    homeOf(env)
    const stdin = Buffer.alloc(100_000_000, 'x')
    expectSilence(await call(env, shell, { stdin }))
    const [payload] = spooled(env)
    expect(payload!.length).toBeGreaterThan(16 * 1024 ** 2)
    expect(payload!.length).toBeLessThan(34 * 1024 ** 2)
  })

  test('no argument, and odd ones, are an unknown agent', async () => {
    const env = testEnv()
    homeOf(env)
    for (const agent of ['', '../../x', 'a b', '-n', '*']) {
      expectSilence(await call(env, shell, { agent }))
    }
    const names = readdirSync(join(env.home, 'spool/new')).map((name) => name.split('.')[0])
    expect(names.sort()).toEqual(['-n', 'unknown', 'unknown', 'unknown', 'unknown'])
  })

  test('a copy in <home>/hooks finds its home without the variable', async () => {
    const env = testEnv()
    const script = join(homeOf(env), 'hooks/flightrec-hook')
    mkdirSync(join(env.home, 'hooks'))
    mkdirSync(join(env.home, 'spool'))
    writeFileSync(script, readFileSync(HOOK), { mode: 0o700 })
    expectSilence(await call(env, shell, { script, env: { FLIGHTREC_HOME: '', CDPATH: '/tmp:/' } }))
    expect(spooled(env)).toEqual(['{"session_id":"s"}'])
  })
})

test('a signal in the middle still ends with 0', async () => {
  const env = testEnv()
  homeOf(env)
  const text = `(sleep 0.2; printf '{}') | { sh "${HOOK}" a & kill -TERM $!; wait $!; echo "was $?"; }`
  const ended = await runProcess(['sh', '-c', text], {
    cwd: env.root,
    env: { PATH: process.env.PATH!, HOME: env.userHome, FLIGHTREC_HOME: env.home },
  })
  expect(ended.stdout.toString()).toMatch(/^was (?:0|143)\n$/)
})

test('`flightrec hook` drops a payload in the same way, in silence, whatever happens', async () => {
  const env = testEnv()
  const given = '{"hook_event_name":"Stop","session_id":"s"}'
  expect((await env.runWith({ stdin: given }, 'hook', 'claude-code')).shown).toBe('')
  expect(spooled(env)).toEqual([given])
  const nowhere = { stdin: given, env: { FLIGHTREC_HOME: '/dev/null/x' } }
  expect((await env.runWith(nowhere, 'hook', 'claude-code')).shown).toBe('')
  expect((await env.runWith({ stdin: given }, 'hook')).shown).toBe('')
  expect(spooled(env)).toHaveLength(2)
})
