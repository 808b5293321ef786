/** The benchmark itself: what it builds, how it measures and judges, and that it runs. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runProcess } from '../helpers/processes.ts'
import { REPOSITORY } from '../source-files.ts'
import { interleave } from './interleave.ts'
import { atMost, atMostTimes, timesFaster, verdictOf } from './line.ts'
import { makeTree } from './make-tree.ts'
import { parseOptions } from './options.ts'
import { spreadOf, spreadOfRest } from './spread.ts'
import { formatTable } from './table.ts'

const temporary = (name: string) => join(process.env.TMPDIR!, name)

test('the same seed builds the same tree, of the wanted size', () => {
  const shape = { files: 100, bytes: 500_000, seed: 7 }
  const [one, two] = [makeTree(temporary('one'), shape), makeTree(temporary('two'), shape)]
  expect(one.names).toEqual(two.names)
  const bytes = one.names.map((name) => readFileSync(join(one.path, name)))
  expect(two.names.map((name) => readFileSync(join(two.path, name)))).toEqual(bytes)
  const total = bytes.reduce((sum, { length }) => sum + length, 0)
  expect(Math.abs(total - shape.bytes)).toBeLessThan(shape.files)
  const other = makeTree(temporary('other'), { ...shape, seed: 8 })
  expect(other.names).not.toEqual(one.names)
})

test('touching the tree makes one file longer', () => {
  const tree = makeTree(temporary('touched'), { files: 10, bytes: 5000, seed: 1 })
  const sizes = () => tree.names.map((name) => statSync(join(tree.path, name)).size)
  const before = sizes()
  const changed = tree.names.indexOf(tree.touch())
  const grown = sizes().map((size, index) => size > before[index]!)
  expect(grown.indexOf(true)).toBe(changed)
  expect(grown.filter(Boolean)).toHaveLength(1)
})

test('contenders take turns at being first, and warm-ups do not count', async () => {
  const order: string[] = []
  const contender = <Name extends string>(name: Name) => ({
    name,
    prepare: () => void order.push(`(${name})`),
    run: () => void order.push(name),
  })
  const took = await interleave([contender('a'), contender('b')], { count: 2, warmUps: 1 })
  expect(order.join(' ')).toBe('(a) a (b) b (b) b (a) a (a) a (b) b')
  expect([took.a.length, took.b.length]).toEqual([2, 2])
})

test('a spread has the median, and a difference is taken round by round', () => {
  expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5, runs: 3 })
  expect(spreadOf([4, 1, 3, 2]).median).toBe(2.5)
  expect(spreadOfRest([10, 20, 60], [1, 2, 3])).toEqual({ median: 18, min: 9, max: 57, runs: 3 })
})

test('a budget is judged by the median or by the ratio, and a miss says by how much', () => {
  const [measured, anchor] = [spreadOf([30]), spreadOf([60])]
  const line = { label: 'x', measured, anchor }
  expect(verdictOf({ ...line, budget: atMost(30, 'ms') })?.isMet).toBe(true)
  expect(verdictOf({ ...line, budget: atMostTimes(0.4) })?.missedBy).toBeCloseTo(0.1)
  expect(verdictOf({ ...line, budget: timesFaster(2) })?.isMet).toBe(true)
  expect(verdictOf({ ...line, budget: timesFaster(3) })?.missedByPercent).toBeCloseTo(50)
  expect(verdictOf(line)).toBeUndefined()
  expect(verdictOf({ label: 'x', budget: atMost(1, 'ms'), note: 'not installed' })).toBeUndefined()
})

test('the table shows a miss, and what was not measured', () => {
  const lines = [
    { label: 'late', measured: spreadOf([18, 20, 22]), budget: atMost(15, 'ms') },
    { label: 'alone', measured: spreadOf([1200]), anchor: spreadOf([2400]) },
    { label: 'absent', note: 'not installed' },
  ]
  expect(formatTable([{ row: 'a row', lines }])).toMatchInlineSnapshot(`
    "          measured       anchor    ratio  budget
    a row
      late    20 ms (18-22)                   <= 15 ms  MISSED by 5 ms (33.3 %)
      alone   1,200 ms       2,400 ms  0.5x
      absent  -                                         not installed
    "
  `)
})

test('options are checked', () => {
  const rows = ['first', 'log']
  const parse = (...args: string[]) => parseOptions(args, rows)
  expect(parse('--bytes', '1.5GB', '--files', '50_000')).toMatchObject({
    bytes: 1.5e9,
    files: 50_000,
    only: rows,
  })
  expect(() => parse('--only', 'first,last')).toThrow("no row 'last'; there are first, log")
  expect(() => parse('--bytes', 'much')).toThrow('--bytes wants a size')
  expect(() => parse('--runs', '0')).toThrow('--runs wants a whole number')
  expect(() => parse('--fast')).toThrow('--fast')
})

test('every row can be measured', { timeout: 120_000 }, async () => {
  const json = temporary('bench.json')
  const sizes = ['--files', '40', '--bytes', '100kB', '--runs', '1', '--snapshots', '30']
  const lengths = ['--commits', '5', '--idle-seconds', '1', '--recording', '100kB', '--json', json]
  const env = { PATH: process.env.PATH!, TMPDIR: process.env.TMPDIR! }
  const { stdout, stderr, exitCode } = await runProcess(
    [
      process.execPath,
      '--import',
      'tsx',
      join(REPOSITORY, 'test/bench/run.ts'),
      ...sizes,
      ...lengths,
    ],
    { cwd: REPOSITORY, env },
  )
  expect([exitCode, stderr.toString()]).toEqual([0, expect.not.stringContaining('FAILED')])
  expect(stdout.toString()).not.toContain('FAILED')
  const { rows } = JSON.parse(readFileSync(json, 'utf8')) as { rows: { lines: unknown[] }[] }
  expect(rows.map(({ lines }) => lines.length > 0)).toEqual(Array(11).fill(true))
})
