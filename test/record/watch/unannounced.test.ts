/** What no event tells of: files written through memory, and what is mounted over a folder. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, linkSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { canMountTmpfs, Mounted } from '../../helpers/mounted.ts'
import { until } from '../../helpers/until.ts'
import { watching } from '../../helpers/watching.ts'

const canMap = existsSync('/proc/self/maps') && spawnSync('python3', ['--version']).status === 0
if (!canMap) process.stderr.write('skipped: writes through memory, which need /proc and python3\n')

// Maps the file, and writes each line it is given to its start, without a system call that names the file.
const MAP = `
import mmap, sys
with open(sys.argv[1], 'r+b') as file: memory = mmap.mmap(file.fileno(), 0)
print('mapped', flush=True)
for line in sys.stdin:
    memory[0:4] = line[:4].encode()
    memory.flush()
    print('written', flush=True)
`

let writers: MappedWriter[] = []
afterEach(() => {
  for (const writer of writers) writer.end()
  writers = []
})

class MappedWriter {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>

  private constructor(path: string) {
    this.#process = spawn('python3', ['-c', MAP, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  }

  static async of(path: string): Promise<MappedWriter> {
    const writer = new MappedWriter(path)
    writers.push(writer)
    await once(writer.#process.stdout, 'data')
    return writer
  }

  async write(text: string): Promise<void> {
    this.#process.stdin.write(`${text}\n`)
    await once(this.#process.stdout, 'data')
  }

  end(): void {
    this.#process.kill()
  }
}

test.runIf(canMap)(
  'a file written through memory is named once, and what looks find of it is no gap: nothing was lost that could be told',
  async () => {
    const one = watching({ intervalMs: 200 })
    one.write('mapped', 'aaaa and more')
    await one.watch.start()
    const writer = await MappedWriter.of(one.path('mapped'))
    for (const text of ['bbbb', 'cccc', 'dddd']) {
      await writer.write(text)
      const isRecorded = () => one.git('show', 'main:mapped').startsWith(text)
      await until(`${text} recorded`, isRecorded, () => JSON.stringify(one.events))
    }
    expect(one.gaps()).toEqual([])
    expect(one.warnings()).toHaveLength(1)
    expect(one.warnings()[0]).toContain('mapped')
    expect(one.warnings()[0]).toContain('written to through memory')
  },
)

test.runIf(canMap)(
  'beside a file written through memory, a write by another name of a file is still a gap',
  async () => {
    const one = watching({ intervalMs: 200 })
    const outside = join(one.base, 'outside')
    writeFileSync(outside, 'first')
    linkSync(outside, one.path('linked'))
    one.write('mapped', 'aaaa and more')
    await one.watch.start()
    const writer = await MappedWriter.of(one.path('mapped'))
    await writer.write('bbbb')
    await one.until(() => one.warnings().length > 0, 'the mapped file is named')
    writeFileSync(outside, 'second')
    await one.until(() => one.gaps().length > 0, 'the gap is told')
    expect(one.gaps()).toMatchObject([{ reason: 'missed-events', detail: 'linked' }])
    expect(one.git('show', 'main:linked')).toBe('second')
  },
)

test.runIf(canMap)(
  'a mapped file of several names is a gap: the write may have been by any of them',
  async () => {
    const one = watching({ intervalMs: 200 })
    one.write('mapped', 'aaaa and more')
    linkSync(one.path('mapped'), join(one.base, 'other'))
    await one.watch.start()
    const writer = await MappedWriter.of(one.path('mapped'))
    await writer.write('bbbb')
    await one.until(() => one.gaps().length > 0, 'the gap is told')
    expect(one.gaps()).toMatchObject([{ reason: 'missed-events', detail: 'mapped' }])
    expect(one.warnings()).toEqual([])
  },
)

test.runIf(canMap)(
  'another file in the place of a mapped one is no longer taken for mapped',
  async () => {
    const one = watching({ intervalMs: 200 })
    one.write('mapped', 'aaaa and more')
    await one.watch.start()
    const writer = await MappedWriter.of(one.path('mapped'))
    await writer.write('bbbb')
    await one.until(() => one.warnings().length > 0, 'the mapped file is named')
    const outside = join(one.base, 'outside')
    writeFileSync(outside, 'cccc')
    renameSync(outside, one.path('mapped'))
    await one.until(() => one.git('show', 'main:mapped') === 'cccc', 'it is replaced')
    linkSync(one.path('mapped'), outside)
    writeFileSync(outside, 'dddd')
    await one.until(() => one.gaps().length > 0, 'the gap is told')
    expect(one.gaps()).toMatchObject([{ reason: 'missed-events', detail: 'mapped' }])
  },
)

test.runIf(canMountTmpfs)(
  'what is mounted over a watched folder is noticed without a look at everything, and so is its end',
  async () => {
    const one = watching({ intervalMs: 3_600_000 })
    mkdirSync(one.path('a folder'))
    one.write('a folder/covered')
    await one.watch.start()
    const mounted = new Mounted(one.path('a folder'), ['-t', 'tmpfs', 'tmpfs'])
    try {
      await one.until(() => one.recorded().length === 0, 'the covering is noticed')
      one.write('a folder/above')
      await one.hasRecorded('a folder/above')
    } finally {
      mounted.unmount()
    }
    await one.hasRecorded('a folder/covered')
    one.write('a folder/later')
    await one.hasRecorded('a folder/later')
  },
)
