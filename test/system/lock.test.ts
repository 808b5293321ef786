import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquireLock, isLock, lockOwner, tryLock } from '../../src/system/lock.ts'
import { ownIdentity, processState } from '../../src/system/process-identity.ts'
import { until } from '../helpers/until.ts'

const CONTENDER = resolve('test/fixtures/processes/lock-contender.ts')

let folder: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flightrec-lock-'))
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

function contender(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', CONTENDER, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

async function output(child: ChildProcess): Promise<string> {
  let said = ''
  child.stdout!.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await once(child, 'close')
  return said
}

async function holder(path: string): Promise<ChildProcess> {
  const child = contender('hold', path)
  await once(child.stdout!, 'data')
  return child
}

test('a lock is held by one at a time, and free after its release', () => {
  const path = join(folder, 'lock')
  const lock = tryLock(path)
  expect(isLock(lock)).toBe(true)
  expect(tryLock(path)).toMatchObject({ pid: process.pid })
  if (isLock(lock)) lock.release()
  expect(readdirSync(folder)).toEqual([])
})

test('eight processes take turns', async () => {
  const path = join(folder, 'lock')
  const log = join(folder, 'log')
  const running = Array.from({ length: 8 }, () => contender('turns', path, log))
  await Promise.all(running.map((child) => once(child, 'close')))
  expect(running.map((child) => child.exitCode)).toEqual(Array(8).fill(0))
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(80)
  for (let at = 0; at < lines.length; at += 2) {
    expect(lines[at + 1]).toBe(lines[at]!.replace('enter', 'leave'))
  }
  expect(readdirSync(folder)).toEqual(['log'])
})

test('of six that find the same dead lock at once, one gets it, a hundred times', async () => {
  const dead = JSON.stringify({ ...ownIdentity(), started: '1', command: 'gone', since: 0 })
  for (let round = 0; round < 100; round += 1) writeFileSync(join(folder, `lock-${round}`), dead)
  const start = String(Date.now() + 3_000)
  const running = Array.from({ length: 6 }, () => contender('race', folder, start, '6'))
  const taken = (await Promise.all(running.map(output))).join('').trimEnd().split('\n')
  expect(taken.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i))
})

test('who found a dead lock looks again before taking it over: another may have been faster', async () => {
  const path = join(folder, 'lock')
  writeFileSync(path, JSON.stringify({ ...ownIdentity(), started: '1', command: 'gone', since: 0 }))
  // A pipe in the place of the takeover lock holds the process between its two looks; empty, it names nobody.
  execFileSync('mkfifo', [`${path}.takeover`])
  const child = contender('try', path)
  const said = output(child)
  let between: number | undefined
  await until('it has seen the dead lock', () => {
    between = openIfRead(`${path}.takeover`)
    return between !== undefined
  })
  writeFileSync(join(folder, 'faster'), JSON.stringify({ ...ownIdentity(), command: 'faster' }))
  renameSync(join(folder, 'faster'), path)
  closeSync(between!)
  await until('it has ended', () => {
    const again = openIfRead(`${path}.takeover`)
    if (again !== undefined) closeSync(again)
    return child.exitCode !== null
  })
  expect(await said).toBe(`held by ${process.pid}\n`)
  expect(readFileSync(path, 'utf8')).toContain('faster')
})

/** Opens a pipe for writing, if somebody reads it. */
function openIfRead(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
}

test('kill -9 of the holder frees the lock', async () => {
  const path = join(folder, 'lock')
  const child = await holder(path)
  expect(lockOwner(path)?.pid).toBe(child.pid)
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(lockOwner(path)).toBeUndefined()
  expect(isLock(tryLock(path))).toBe(true)
})

test('a stopped holder keeps the lock, and the error names it', async () => {
  const path = join(folder, 'lock')
  const child = await holder(path)
  child.kill('SIGSTOP')
  await expect(acquireLock(path, { waitMs: 200 })).rejects.toMatchObject({
    code: 'locked',
    message: `process ${child.pid} (flightrec hold ${path}) is writing to this flightrec home`,
  })
})

test('a lock says verb and folders of its holder, and nothing else that was typed, which may be secret', async () => {
  const path = join(folder, 'lock')
  const child = contender('hold', path, '-m', 'what nobody is to read')
  await once(child.stdout!, 'data')
  expect(lockOwner(path)?.command).toBe(`flightrec hold ${path}`)
})

test('a taker-over that died is taken over itself', () => {
  const path = join(folder, 'lock')
  const dead = JSON.stringify({ ...ownIdentity(), pid: 4_194_999, command: 'gone', since: 0 })
  writeFileSync(path, dead)
  writeFileSync(`${path}.takeover`, dead)
  expect(isLock(tryLock(path))).toBe(true)
  expect(readdirSync(folder)).toEqual(['lock'])
})

test('what a power cut left of a lock names nobody', () => {
  const path = join(folder, 'lock')
  writeFileSync(path, '')
  expect(isLock(tryLock(path))).toBe(true)
})

test.each(['null', '7', '{"pid":1,"started":"1"}', '{"pid":1.5,"started":{},"host":3}'])(
  'what names no whole owner names nobody, so that nobody waits for it: %s',
  (text) => {
    const path = join(folder, 'lock')
    writeFileSync(path, text)
    expect(lockOwner(path)).toBeUndefined()
    expect(isLock(tryLock(path))).toBe(true)
  },
)

test('a lock of another host or container is not judged dead', async () => {
  const path = join(folder, 'lock')
  const foreign = { ...ownIdentity(), host: 'elsewhere', boot: 'other', command: 'x', since: 0 }
  writeFileSync(path, JSON.stringify(foreign))
  await expect(acquireLock(path, { waitMs: 0 })).rejects.toMatchObject({ code: 'locked' })
  expect(processState({ ...ownIdentity(), namespace: 'pid:[1]' })).toBe('unknown')
})

test('a lock of the boot before is dead, whatever its pid is now', () => {
  expect(processState({ ...ownIdentity(), boot: 'the boot before' })).toBe('dead')
})
