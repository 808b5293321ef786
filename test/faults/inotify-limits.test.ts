/** A watcher that meets the limits of the kernel says so. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canLowerInotify, canOverrunInotify, withLimit } from '../helpers/inotify.ts'

let folder: string
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flightrec-limits-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** Starts the watching process; returns once it is ready what it says, line by line. */
async function startWatching(within: string[] = []): Promise<AsyncIterator<string>> {
  const script = resolve('test/fixtures/processes/watch-folder.ts')
  const [program, ...args] = [...within, process.execPath, '--import', 'tsx', script, folder]
  child = spawn(program!, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
}

async function lineThat(lines: AsyncIterator<string>, matches: RegExp): Promise<string[]> {
  const seen: string[] = []
  for (;;) {
    const { value, done } = await lines.next()
    if (done) throw new Error(`ended without ${matches}: ${seen.join(' ')}`)
    seen.push(value)
    if (matches.test(value)) return seen
  }
}

test.runIf(canOverrunInotify)('an overflow of the event queue is told, and only then', async () => {
  const lines = await startWatching()
  await lineThat(lines, /ready/)
  writeFileSync(join(folder, 'one'), '1')
  const calm = await lineThat(lines, /paths/)
  child!.kill('SIGUSR2')
  const seen = await lineThat(lines, /overflow/)
  expect(calm.join()).not.toContain('rescan')
  expect(seen).toContain('{"rescan":"overflow"}')
})

test.runIf(canLowerInotify)('folders beyond the watch limit are told of, once', async () => {
  for (let n = 0; n < 60; n += 1) mkdirSync(join(folder, `folder-${n}`))
  const lines = await startWatching(withLimit('max_inotify_watches', 20))
  const seen = await lineThat(lines, /ready/)
  expect(seen.filter((line) => line.includes('watch-limit'))).toEqual([
    '{"rescan":"watch-limit","detail":"ENOSPC"}',
  ])
  expect(seen.at(-1)).toContain('"isExact":false')
})

test.runIf(canLowerInotify)('a process that may not watch at all says so', async () => {
  const lines = await startWatching(withLimit('max_inotify_instances', 0))
  const seen = await lineThat(lines, /ready/)
  expect(seen).toContain('{"rescan":"watch-limit","detail":"EMFILE"}')
})
