import { mkdtempSync, readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CastWriter } from '../../../src/record/terminal/cast-writer.ts'
import { readCast } from '../../../src/store/recordings/cast-reader.ts'

const SIZE = { columns: 80, rows: 24 }

function newPath(): string {
  return join(mkdtempSync(join(process.env.TMPDIR!, 'cast-')), 'a.cast')
}

/** A disk that is as the test says: `write` may fail, or let it wait. */
function disk(path: string, beforeWrite: () => Promise<void>) {
  return async (): Promise<FileHandle> => {
    const file = await open(path, 'wx')
    return new Proxy(file, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown
        if (typeof value !== 'function') return value
        if (name !== 'write') return value.bind(target) as unknown
        return async (...args: unknown[]) => {
          await beforeWrite()
          return (value as (...all: unknown[]) => unknown).apply(target, args)
        }
      },
    })
  }
}

function outputOf(path: string): string {
  const { events } = readCast(readFileSync(path))
  return events.flatMap(({ code, data }) => (code === 'o' ? [data] : [])).join('')
}

const full = () => Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' })

test('what comes while a write is under way is written by the next, and not lost', async () => {
  const path = newPath()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const writer = new CastWriter(
    disk(path, () => held),
    SIZE,
    { maxBytes: 0 },
  )
  for (let n = 0; n < 100; n += 1) writer.write({ timeMs: n, code: 'o', data: `${n} ` })
  release()
  await writer.close()
  expect(outputOf(path)).toBe(Array.from({ length: 100 }, (_, n) => `${n} `).join(''))
  expect(writer.problem).toBeUndefined()
  expect(writer.bytes).toBe(readFileSync(path).length)
})

test('a disk that is full for a while costs nothing of what waits, and is no problem then', async () => {
  const path = newPath()
  let isFull = true
  const write = async () => {
    if (isFull) throw full()
  }
  const writer = new CastWriter(disk(path, write), SIZE, { maxBytes: 0 })
  writer.write({ timeMs: 1, code: 'o', data: 'one ' })
  await writer.begun
  writer.write({ timeMs: 2, code: 'o', data: 'two ' })
  isFull = false
  await writer.close()
  expect(outputOf(path)).toBe('one two ')
  expect(writer.problem).toBeUndefined()
})

test('what does not fit beside a disk that takes nothing becomes a gap that tells how much is missing', async () => {
  const path = newPath()
  let isFull = true
  const write = async () => {
    if (isFull) throw full()
  }
  const writer = new CastWriter(disk(path, write), SIZE, { maxBytes: 0 })
  await writer.begun
  const mebibyte = 'x'.repeat(1 << 20)
  for (let n = 0; n < 20; n += 1) writer.write({ timeMs: n, code: 'o', data: mebibyte })
  isFull = false
  await writer.close()
  const { events } = readCast(readFileSync(path))
  const kept = events.filter(({ code }) => code === 'o').length
  expect(kept).toBeGreaterThan(5)
  expect(kept).toBeLessThan(20)
  const missing = (20 - kept) * (1 << 20)
  expect(events.at(-1)).toMatchObject({
    code: 'm',
    data: `GAP: ${missing} characters are missing: the disk is full`,
  })
  expect(writer.problem).toBe(`${missing} characters are missing: the disk is full`)
})

test('a disk that is full to the end leaves whole lines, and one word', async () => {
  const path = newPath()
  let isFull = false
  const write = async () => {
    if (isFull) throw full()
  }
  const writer = new CastWriter(disk(path, write), SIZE, { maxBytes: 0 })
  writer.write({ timeMs: 1, code: 'o', data: 'kept' })
  await writer.begun
  isFull = true
  writer.write({ timeMs: 2, code: 'o', data: 'lost' })
  await writer.close()
  expect(outputOf(path)).toMatch(/^(?:kept)?$/)
  expect(readFileSync(path, 'utf8')).toMatch(/\n$/)
  expect(writer.problem).toMatch(/^\d+ characters are missing: the disk is full$/)
  expect(writer.bytes).toBe(readFileSync(path).length)
})

test('a recording that has reached its limit ends with a gap, and still tells the exit code', async () => {
  const path = newPath()
  const writer = new CastWriter(() => open(path, 'wx'), SIZE, { maxBytes: 200 })
  for (let n = 0; n < 50; n += 1) writer.write({ timeMs: n, code: 'o', data: 'some output ' })
  writer.write({ timeMs: 99, code: 'x', data: '7' })
  await writer.close()
  const { events } = readCast(readFileSync(path))
  expect(events.slice(-2).map(({ code, data }) => [code, data])).toEqual([
    ['m', 'GAP: it has reached 200 B, the limit of terminal.max_size'],
    ['x', '7'],
  ])
  expect(readFileSync(path).length).toBeLessThan(400)
  expect(writer.problem).toMatch(/terminal\.max_size/)
})
