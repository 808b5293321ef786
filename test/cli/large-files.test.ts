import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { testEnv } from '../helpers/test-env.ts'

const MIB = 1024 ** 2

/** A file without content but for a word, so that no test waits for a disk. */
function writeLarge(path: string, sizeBytes: number, word: string): void {
  const fd = openSync(path, 'w')
  writeSync(fd, word)
  ftruncateSync(fd, sizeBytes)
  closeSync(fd)
}

test('a file too large for lines is told by size and hash in a diff, and small ones beside it by line', async () => {
  const env = testEnv()
  writeLarge(env.path('big.log'), 40 * MIB, 'one')
  env.write('a.txt', 'one\n')
  await env.snapshot()
  writeLarge(env.path('big.log'), 42 * MIB, 'two')
  env.write('a.txt', 'two\n')
  await env.snapshot()
  const hashes = await env.git('rev-parse', 'main~1:big.log', 'main:big.log')
  const [before, after] = hashes.trim().split('\n')
  for (const verb of [['diff', 'latest~1', 'latest'], ['log', '-p', '-n', '1'], ['show']]) {
    const { stdout } = await env.run(...verb)
    expect(stdout).toContain('-one\n+two\n')
    expect(stdout).toContain(`too large for lines differ (41.9 MB → 44.0 MB; ${before} → ${after})`)
  }
  for (const verb of [['diff', 'latest~1', 'latest'], ['log', '-n', '1'], ['show']]) {
    const { stdout } = await env.run(...verb, '--stat')
    expect(stdout).toMatch(
      / a\.txt {3}\| {4}2 \+-\n big\.log \| too large for lines, 41\.9 MB → 44\.0 MB\n/,
    )
  }
})

test('a diff with the folder tells what is over the size cap as its snapshot will', async () => {
  const env = testEnv()
  env.config('[snapshot]\nmax_file_size = 100\n')
  env.write('grown', 'word\n')
  env.write('same', 'word\n')
  await env.snapshot()
  env.write('grown', 'word\n'.repeat(100))
  env.write('new', 'word\n'.repeat(100))
  const { stdout } = await env.run('diff')
  expect(stdout).toContain('Files over the size cap differ (none → 500 B)')
  expect(stdout).toContain('Files over the size cap differ (5 B → 500 B)')
  expect(stdout).not.toContain('word')
  await env.snapshot()
  expect((await env.run('diff', 'latest~1', 'latest')).stdout).toBe(stdout)
  expect((await env.run('diff')).stdout).toBe('')
})

test('the diff of a first snapshot passes over large files alone, whatever their names, and shows the others', async () => {
  const env = testEnv()
  const names = [':(exclude)*', 'b[i]g', 'plain']
  for (const name of names) writeLarge(env.path(name), 40 * MIB, name)
  env.write('big', 'one\n')
  env.write('z', 'two\n')
  await env.snapshot()
  const { stdout } = await env.run('log', '-p')
  expect(stdout.match(/too large for lines differ \(none → 41.9 MB/g)).toHaveLength(3)
  expect(stdout).toContain('+one\n')
  expect(stdout).toContain('+two\n')
  for (const name of names) env.remove(name)
  await env.snapshot()
  const shown = (await env.run('show', 'latest', '--', ...names, 'z')).stdout
  expect(shown.match(/too large for lines differ \(41.9 MB → none/g)).toHaveLength(3)
})

test('of large files only the very same content is a rename: to tell how like they are would hold both in memory', async () => {
  const env = testEnv()
  const lines = (first: string) => `${first}\n${'the rest\n'.repeat(20)}`
  writeLarge(env.path('big.db'), 40 * MIB, 'one')
  env.write('small.txt', lines('one'))
  await env.snapshot()
  renameSync(env.path('big.db'), env.path('moved.db'))
  env.remove('small.txt')
  env.write('moved.txt', lines('one'))
  await env.snapshot()
  const kinds = async () => {
    const [{ changes }] = jsonLines<{ changes: { change_type: string; path: string }[] }>(
      await env.run('diff', 'latest~1', 'latest', '--json'),
    ) as [{ changes: { change_type: string; path: string }[] }]
    return changes.map(({ change_type, path }) => `${change_type} ${path.split('/').at(-1)}`)
  }
  expect(await kinds()).toEqual(['renamed moved.db', 'renamed moved.txt'])
  renameSync(env.path('moved.db'), env.path('again.db'))
  writeLarge(env.path('again.db'), 40 * MIB, 'two')
  await env.snapshot()
  expect(await kinds()).toEqual(['added again.db', 'removed moved.db'])
  expect((await env.run('show')).exitCode).toBe(0)
})

test('blame of a file too large for lines says so, and an undo takes it for what cannot be merged', async () => {
  const env = testEnv()
  for (const word of ['one', 'two', 'three']) {
    writeLarge(env.path('big.log'), 40 * MIB, word)
    await env.snapshot()
  }
  const blamed = await env.run('blame', 'big.log')
  expect(blamed).toMatchObject({ exitCode: 2, stdout: '' })
  expect(blamed.stderr).toContain('too large, at 41.9 MB')
  const undone = await env.run('undo', 'latest~1')
  expect(undone.stdout + undone.stderr).toContain('too large, to be merged')
  expect(readFileSync(env.path('big.log')).subarray(0, 5).toString()).toBe('three')
})

test('memory does not grow with the size of a file that is shown, given back, compared or checked', async () => {
  const env = testEnv()
  env.config('[snapshot]\nmax_file_size = 0\n')
  const sizes = [48 * MIB, 240 * MIB]
  writeLarge(env.path('file'), 10, 'x')
  for (const sizeBytes of sizes) {
    writeLarge(env.path('file'), sizeBytes, 'x')
    await env.snapshot()
  }
  const note = join(env.base, 'peak')
  const preload = join(env.base, 'peak.mjs')
  writeFileSync(
    preload,
    `import { writeFileSync } from 'node:fs'
    process.on('exit', () => writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)))`,
  )
  const peakOf = async (...args: string[]) => {
    const variables = { NODE_OPTIONS: `--import ${preload}`, PEAK: note }
    const { exitCode } = await env.runWith({ env: variables, stdin: '' }, ...args)
    expect([args, exitCode]).toEqual([args, 0])
    return Number(readFileSync(note, 'utf8')) * 1024
  }
  const verbs: ((snapshot: string) => string[])[] = [
    (snapshot) => ['show', `${snapshot}:file`, '--json'],
    (snapshot) => ['restore', snapshot, '--to', join(env.base, `out-${snapshot}`)],
    (snapshot) => ['show', snapshot, '--json'],
    (snapshot) => ['show', snapshot, '--manifest', '--sha256'],
  ]
  for (const verb of verbs) {
    const [small, large] = [await peakOf(...verb('latest~1')), await peakOf(...verb('latest'))]
    expect(large - small).toBeLessThan((sizes[1]! - sizes[0]!) / 2)
  }
  expect(await peakOf('verify')).toBeLessThan(sizes[1]!)
}, 120_000)
