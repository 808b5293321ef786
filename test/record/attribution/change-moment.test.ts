import { lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { rawFromText } from '../../../src/model/raw-path.ts'
import { momentOf } from '../../../src/record/attribution/change-moment.ts'

/** The clock that stamps files lags behind by a tick. */
const TICK_MS = 10

/** A root with `a/b/f`, left alone for a while; returns it and the time of the last look. */
async function settledRoot(): Promise<{ root: string; sinceMs: number }> {
  const root = mkdtempSync(join(process.env.TMPDIR!, 'moment-'))
  mkdirSync(join(root, 'a/b'), { recursive: true })
  writeFileSync(join(root, 'a/b/f'), 'x')
  await sleep(60)
  return { root, sinceMs: Date.now() }
}

const side = (path: string) => ({ path: rawFromText(path), mode: 0o100644 })

test('what comes and goes with a folder that is moved has the time of the move', async () => {
  const { root, sinceMs } = await settledRoot()
  renameSync(join(root, 'a'), join(root, 'c'))
  const { ctimeMs } = lstatSync(join(root, 'c/b/f'))
  expect(ctimeMs).toBeLessThan(sinceMs - TICK_MS)
  const added = { change: { type: 'added' as const, after: side('c/b/f') }, noticed: undefined }
  const removed = {
    change: { type: 'removed' as const, before: side('a/b/f') },
    noticed: undefined,
  }
  for (const found of [
    { ...added, ctimeMs },
    { ...removed, ctimeMs: undefined },
  ]) {
    const at = momentOf(root, found, sinceMs).time?.at ?? 0
    expect(at).toBeGreaterThanOrEqual(sinceMs - TICK_MS)
    expect(at).toBeLessThanOrEqual(Date.now())
  }
})

test('of a file whose folders are as they were nothing tells when it went', async () => {
  const { root, sinceMs } = await settledRoot()
  const change = { type: 'removed' as const, before: side('a/b/g') }
  const found = { change, ctimeMs: undefined, noticed: undefined }
  expect(momentOf(root, found, sinceMs).time).toBeUndefined()
  rmSync(join(root, 'a/b/f'))
  expect(momentOf(root, found, sinceMs).time).toBeDefined()
})

test('a file that was left for a second look has the time of its own change, not of what came between', async () => {
  const { root, sinceMs } = await settledRoot()
  const { ctimeMs } = lstatSync(join(root, 'a/b/f'))
  const found = {
    change: { type: 'added' as const, after: side('a/b/f') },
    ctimeMs,
    noticed: { first: ctimeMs + 20, last: ctimeMs + 20 },
  }
  writeFileSync(join(root, 'a/b/later'), 'y')
  expect(momentOf(root, found, sinceMs).time).toEqual({ at: ctimeMs, from: ctimeMs })
})
