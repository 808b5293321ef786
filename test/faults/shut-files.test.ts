/** Files and folders whose modes shut us out: what lstat says of them is recorded, and given back. */
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, chownSync, lstatSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { isRoot } from '../helpers/is-root.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const NOBODY = 65_534
const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')

/** Runs flightrec as a user whom modes keep out; returns all it says. */
function asUser(env: TestEnv, ...args: string[]): string {
  const as = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : []
  const variables = { HOME: env.userHome, FLIGHTREC_HOME: env.home, TMPDIR: env.temporary }
  const { stdout, stderr } = spawnSync(
    '/usr/bin/env',
    [...as, process.execPath, PROGRAM, ...args],
    {
      cwd: env.root,
      env: { ...variables, TZ: 'UTC', PATH: process.env.PATH },
      encoding: 'utf8',
    },
  )
  return stdout + stderr
}

const modeOf = (env: TestEnv, name: string) => lstatSync(join(env.root, name)).mode & 0o777

/** A root that belongs to a user whom modes keep out, recorded once. */
function recorded(): TestEnv {
  const env = testEnv()
  for (const name of ['file', 'written', 'shut/inside', 'shut/deep/below', 'entered/known']) {
    env.write(name, `${name}\n`, 0o644)
  }
  if (isRoot) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, env.base])
  if (isRoot) openWay(env.base)
  asUser(env, 'watch', '--once', env.root)
  return env
}

/** Lets others reach a place below our private temporary folder. */
function openWay(path: string): void {
  if (path === '/') return
  chmodSync(path, statSync(path).mode | 0o011)
  openWay(dirname(path))
}

test('a mode that shuts us out is a change that is shown, given back and undone, with what was inside', () => {
  const env = recorded()
  const modes = { file: 0o000, written: 0o200, 'shut/inside': 0o000, shut: 0o000, entered: 0o311 }
  for (const [name, mode] of Object.entries(modes)) chmodSync(env.path(name), mode)
  asUser(env, 'watch', '--once', env.root)
  const log = asUser(env, 'log', '--stat', '-n', '1')
  for (const [name, mode] of [
    ['file', '0000'],
    ['written', '0200'],
    ['shut/', '0000'],
    ['entered/', '0311'],
  ]) {
    expect(log).toMatch(new RegExp(`${name}\\s+\\| mode \\d{4} → ${mode}`))
  }
  const told = asUser(env, 'restore', 'latest~1')
  expect(told).not.toContain('left alone')
  for (const name of ['file', 'written', 'shut/inside']) expect(modeOf(env, name)).toBe(0o644)
  for (const name of ['shut', 'entered']) expect(modeOf(env, name)).toBe(0o755)
  // And again by undo, which is of the restore this time.
  asUser(env, 'undo', 'latest')
  expect(modeOf(env, 'file')).toBe(0o000)
  expect(modeOf(env, 'entered')).toBe(0o311)
  asUser(env, 'undo', 'latest')
  expect(modeOf(env, 'file')).toBe(0o644)
})

test('content that changed before it was shut is not taken for the old one, nor overwritten unseen', () => {
  const env = recorded()
  appendFileSync(env.path('file'), 'more\n')
  chmodSync(env.path('file'), 0o000)
  if (isRoot) chownSync(env.path('file'), NOBODY, NOBODY)
  asUser(env, 'watch', '--once', env.root)
  const told = asUser(env, 'restore', 'latest~1')
  expect(told).toContain('left alone: file has changed')
  expect(env.read('file')).toBe('file\nmore\n')
  // By now it can be read, so that it is recorded and the next one gives it back.
  asUser(env, 'restore', 'latest~3', 'file')
  expect(asUser(env, 'log', '--stat', '-n', '3')).toContain('file')
})

test('what is known in a folder that may be entered but not listed is still looked at', () => {
  const env = recorded()
  chmodSync(env.path('entered'), 0o311)
  appendFileSync(env.path('entered/known'), 'more\n')
  asUser(env, 'watch', '--once', env.root)
  expect(asUser(env, 'diff', 'latest~1', 'latest', '--', 'entered')).toContain('+more')
})
