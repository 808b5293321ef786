/** Limits of the whole machine, lowered for a moment: needs root. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'

const INOTIFY = '/proc/sys/fs/inotify'
const canLower = process.platform === 'linux' && isWritable()
if (!canLower) process.stderr.write(`skipped: ${INOTIFY} cannot be written to\n`)

function isWritable(): boolean {
  try {
    writeLimit('max_queued_events', readLimit('max_queued_events'))
    return true
  } catch {
    // Not root, or /proc is read-only, as in most containers.
    return false
  }
}

function readLimit(name: string): string {
  return readFileSync(join(INOTIFY, name), 'utf8').trim()
}

function writeLimit(name: string, value: string): void {
  writeFileSync(join(INOTIFY, name), value)
}

let folder: string
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flightrec-limits-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function withLimit<T>(name: string, value: string, work: () => Promise<T>): Promise<T> {
  const before = readLimit(name)
  writeLimit(name, value)
  try {
    return await work()
  } finally {
    writeLimit(name, before)
  }
}

/** Starts the watching process; returns once it is ready what it says, line by line. */
async function startWatching(): Promise<AsyncIterator<string>> {
  const script = resolve('test/fixtures/processes/watch-folder.ts')
  child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
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

test.runIf(canLower)(
  'an overflow of the event queue is told, and only then',
  async () => {
    const lines = await withLimit('max_queued_events', '16', async () => {
      const lines = await startWatching()
      await lineThat(lines, /ready/)
      return lines
    })
    writeFileSync(join(folder, 'one'), '1')
    const calm = await lineThat(lines, /paths/)
    child!.kill('SIGUSR2')
    const seen = await lineThat(lines, /overflow/)
    expect(calm.join()).not.toContain('rescan')
    expect(seen).toContain('{"rescan":"overflow"}')
  },
  30_000,
)

test.runIf(canLower)(
  'folders beyond the watch limit are told of, once',
  async () => {
    for (let n = 0; n < 60; n += 1) mkdirSync(join(folder, `folder-${n}`))
    const seen = await withLimit('max_user_watches', '20', async () => {
      const lines = await startWatching()
      return lineThat(lines, /ready/)
    })
    expect(seen.filter((line) => line.includes('watch-limit'))).toEqual([
      '{"rescan":"watch-limit","detail":"ENOSPC"}',
    ])
    expect(seen.at(-1)).toContain('"isExact":false')
  },
  30_000,
)

test.runIf(canLower)(
  'a process that may not watch at all says so',
  async () => {
    const seen = await withLimit('max_user_instances', '0', async () => {
      const lines = await startWatching()
      return lineThat(lines, /ready/)
    })
    expect(seen).toContain('{"rescan":"watch-limit","detail":"EMFILE"}')
  },
  30_000,
)
