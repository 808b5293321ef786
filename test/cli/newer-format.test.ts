import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { filesBelow } from '../helpers/damaged-store.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

const env = testEnv()

beforeAll(async () => {
  env.write('a.txt', 'one\n')
  await env.snapshot()
  await env.run('start', '--agent', 'scripted')
  env.write('a.txt', 'two\n')
  await env.run('stop')
})

function ofNewerFormat(gitDir: string): void {
  const path = join(gitDir, 'config')
  const config = readFileSync(path, 'utf8').replace(/formatVersion = \d+/, 'formatVersion = 99')
  writeFileSync(path, config)
}

function contents(folder: string): Record<string, string> {
  const names = filesBelow(folder).filter((path) => !path.startsWith('run/'))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
}

const VERBS = [
  ['snapshot'],
  ['watch', '--once'],
  ['log'],
  ['gc'],
  ['doctor', '--fix'],
  ['verify'],
  ['restore', 'latest~1', '--force'],
  ['undo', 'latest'],
  ['start', '--agent', 'other'],
  ['git', '--', 'update-ref', '-d', 'refs/heads/main'],
]

test('no command writes to a shadow repo of a newer format, and each says why', async () => {
  ofNewerFormat(env.gitDir())
  const before = contents(env.gitDir())
  for (const verb of VERBS) {
    const { exitCode, stdout, stderr } = await env.run(...verb)
    expect([verb, exitCode]).toEqual([verb, 1])
    expect(stdout + stderr).toMatch(/newer flightrec/)
    expect(contents(env.gitDir())).toEqual(before)
  }
  const config = join(env.gitDir(), 'config')
  writeFileSync(config, readFileSync(config, 'utf8').replace('Version = 99', 'Version = 1'))
})

test('sessions of a newer format are left as they are, and the folders are recorded, packed and checked all the same', async () => {
  const sessions = join(env.home, 'sessions')
  ofNewerFormat(sessions)
  const before = contents(sessions)
  const refusing = [
    ['gc'],
    ['doctor', '--fix'],
    ['verify'],
    ['sessions'],
    ['start', '--agent', 'x'],
  ]
  for (const verb of refusing) {
    const { exitCode, stdout, stderr } = await env.run(...verb)
    expect([verb, exitCode]).toEqual([verb, 1])
    expect(stdout + stderr).toMatch(/newer flightrec|knows 1/)
    if (verb[0] === 'gc' || verb[0] === 'verify') expect(stdout).toMatch(/^project: /m)
    expect(contents(sessions)).toEqual(before)
  }
  env.write('a.txt', 'three\n')
  expect((await env.run('snapshot')).exitCode).toBe(0)
})

test('beside sessions of a newer format the daemon records the folders, says why it records no session, and leaves what waits', async () => {
  const env = testEnv()
  const agent = new HookedAgent(env, 'claude')
  env.write('a.txt', 'one\n')
  await env.snapshot()
  await env.run('start', '--agent', 'scripted')
  ofNewerFormat(join(env.home, 'sessions'))
  await agent.begin('Bash', { command: 'make' })
  const kept = () => ['sessions', 'live', 'spool/new'].map((name) => contents(join(env.home, name)))
  const before = kept()
  expect(Object.keys(before[2]!)).toHaveLength(1)
  try {
    expect((await env.run('daemon', 'start', env.root)).exitCode).toBe(0)
    env.write('a.txt', 'two\n')
    await until('the daemon has recorded it', async () =>
      (await env.run('diff', 'latest~1', 'latest')).stdout.includes('+two'),
    )
    const { stdout, stderr, exitCode } = await env.run('status')
    expect(stdout).toContain('1 said by hooks and waiting')
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/not recorded: .* format 99; .*newer/),
    ])
    for (const verb of [['start', '--agent', 'x'], ['doctor'], ['stop']]) {
      const refused = await env.run(...verb)
      expect([verb, refused.exitCode]).toEqual([verb, 1])
      expect(refused.stdout + refused.stderr).toMatch(/newer flightrec|knows 1/)
    }
    expect((await env.run('restore', 'latest~1', 'a.txt')).exitCode).toBe(0)
    expect(env.read('a.txt')).toBe('one\n')
    expect((await env.run('daemon', 'stop')).exitCode).toBe(0)
    // Nor does a command that takes in what waits when there is no daemon.
    expect((await env.run('snapshot')).exitCode).toBe(0)
    expect(kept()).toEqual(before)
  } finally {
    await env.run('daemon', 'stop')
  }
})
