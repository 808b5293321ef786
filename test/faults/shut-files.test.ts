/** Files and folders whose modes shut us out: what lstat says of them is recorded, and given back. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { asOrdinaryUser } from '../helpers/driven-recorder.ts'
import { isRoot } from '../helpers/is-root.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

const NOBODY = 65_534
const HOLD = resolve(import.meta.dirname, '../fixtures/processes/hold-restore.cjs')
const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')

/** Runs flightrec as a user whom modes keep out; returns all it says. */
function asUser(env: TestEnv, ...args: string[]): string {
  const { stdout, stderr } = spawnSync('/usr/bin/env', ordinaryUser(...args), {
    cwd: env.root,
    env: variables(env),
    encoding: 'utf8',
  })
  return stdout + stderr
}

const ordinaryUser = (...args: string[]) => [
  ...asOrdinaryUser(),
  process.execPath,
  PROGRAM,
  ...args,
]
const variables = ({ userHome: HOME, home, temporary }: TestEnv) => ({
  HOME,
  FLIGHTREC_HOME: home,
  TMPDIR: temporary,
  TZ: 'UTC',
  PATH: process.env.PATH,
})

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

/** A root in which `kept`, which nobody may write to, and `kept/deep` have lost their files to somebody who opened them. */
function withLostFiles(): TestEnv {
  const env = recorded()
  for (const name of ['kept/a', 'kept/b', 'kept/deep/c']) env.write(name, `${name}\n`, 0o644)
  if (isRoot) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, env.path('kept')])
  setKept(env, 0o555)
  asUser(env, 'watch', '--once', env.root)
  setKept(env, 0o755)
  for (const name of ['a', 'b', 'deep/c']) rmSync(env.path(`kept/${name}`))
  setKept(env, 0o555)
  asUser(env, 'watch', '--once', env.root)
  return env
}

function setKept(env: TestEnv, mode: number): void {
  for (const name of ['kept', 'kept/deep']) chmodSync(env.path(name), mode)
}

/** Starts a restore of what was lost, which stands still before the last file gets its name. */
async function heldRestore(env: TestEnv) {
  const words = ordinaryUser('restore', 'latest~1')
  const here = join(env.temporary, 'here')
  const hold = { NODE_OPTIONS: `--require ${HOLD}`, HOLD_HERE: here, HOLD_GO: `${here}-go` }
  const child = spawn('/usr/bin/env', words, { cwd: env.root, env: { ...variables(env), ...hold } })
  await until('it has begun to write', () => existsSync(here))
  return child
}

const namesIn = (folder: string) => readdirSync(folder).sort()
const keptModes = (env: TestEnv) => ['kept', 'kept/deep'].map((name) => modeOf(env, name))

test('folders that a restore opened to write in have their modes again, even when it was killed in there', async () => {
  const env = withLostFiles()
  const restore = await heldRestore(env)
  expect(keptModes(env)).toEqual([0o755, 0o755])
  restore.kill('SIGKILL')
  await until('it is dead', () => restore.signalCode !== null)
  const told = asUser(env, 'watch', '--once', env.root)
  expect(told).toMatch(/was killed before its end: 2 of 3 paths written; 2 folders closed again/)
  expect(keptModes(env)).toEqual([0o555, 0o555])
  // Nor does what nobody could remove any more stay in there.
  expect(namesIn(env.path('kept'))).toEqual(['a', 'b', 'deep'])
  expect(namesIn(env.path('kept/deep'))).toEqual([])
  expect(asUser(env, 'doctor')).not.toContain('interrupted restore')
  expect(asUser(env, 'status')).toContain('2 folders closed again')
  expect(asUser(env, 'log', '--stat', '-n', '1')).not.toContain('mode')
  asUser(env, 'restore', 'latest~2')
  expect(env.read('kept/deep/c')).toBe('kept/deep/c\n')
  expect(keptModes(env)).toEqual([0o555, 0o555])
  expect(asUser(env, 'status')).not.toContain('killed')
})

test('a folder that somebody has given another mode since keeps that', async () => {
  const env = withLostFiles()
  const restore = await heldRestore(env)
  restore.kill('SIGKILL')
  await until('it is dead', () => restore.signalCode !== null)
  chmodSync(env.path('kept'), 0o750)
  expect(asUser(env, 'watch', '--once', env.root)).toContain('1 folder closed again')
  expect(keptModes(env)).toEqual([0o750, 0o555])
})

test('that a folder is opened for a restore is no change of it, whoever looks meanwhile', async () => {
  const env = withLostFiles()
  const restore = await heldRestore(env)
  expect(asUser(env, 'watch', '--once', env.root)).toContain('no changes')
  writeFileSync(join(env.temporary, 'here-go'), '')
  await until('it has ended', () => restore.exitCode !== null)
  expect(restore.exitCode).toBe(0)
  expect(keptModes(env)).toEqual([0o555, 0o555])
  expect(asUser(env, 'log', '--stat')).not.toContain('mode')
})
