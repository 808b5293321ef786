import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { filesBelow } from '../helpers/damaged-store.ts'
import { testEnv } from '../helpers/test-env.ts'

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
