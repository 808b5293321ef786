import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { findByReflog } from '../../../src/git/history/reflog-search.ts'
import { MAIN } from '../../../src/git/history/refs.ts'

let gitDir: string
beforeEach(() => {
  gitDir = mkdtempSync(join(process.env.TMPDIR!, 'reflog-'))
  for (const folder of ['logs/refs/heads', 'refs/heads'])
    mkdirSync(join(gitDir, folder), { recursive: true })
})

const oid = (n: number) => n.toString(16).padStart(40, '0')
const line = (from: number, to: number, seconds: number, message = 'snapshot') =>
  `${oid(from)} ${oid(to)} flightrec <flightrec@flightrec> ${seconds} +0000\t${message}\n`

function writeHistory(lines: string[], tip: number): void {
  writeFileSync(join(gitDir, 'logs', MAIN), lines.join(''))
  writeFileSync(join(gitDir, MAIN), `${oid(tip)}\n`)
}

test('every time finds the newest commit at or before it, in histories of any length', () => {
  for (const count of [1, 2, 3, 7, 100, 1000]) {
    // Two commits in each second that is a multiple of 10; messages of different lengths.
    const timeOf = (n: number) => 1000 + Math.floor(n / 2) * 10
    const lines = Array.from({ length: count }, (_, n) =>
      line(n, n + 1, timeOf(n), 'x'.repeat((n * 37) % 300)),
    )
    writeHistory(lines, count)
    for (let seconds = 990; seconds <= timeOf(count - 1) + 20; seconds += 5) {
      const inTime = lines.map((_, n) => n).filter((n) => timeOf(n) <= seconds)
      const isInside = inTime.length > 0 && inTime.length < count
      const expected = isInside
        ? { at: oid(inTime.length), next: oid(inTime.length + 1) }
        : undefined
      expect(findByReflog(gitDir, MAIN, seconds)).toEqual(expected)
    }
  }
})

test('a reflog that is missing, empty, behind the ref or not a chain tells nothing', () => {
  expect(findByReflog(gitDir, MAIN, 1000)).toBeUndefined()
  const lines = [line(0, 1, 1000), line(1, 2, 1010), line(2, 3, 1020)]
  writeHistory([], 3)
  expect(findByReflog(gitDir, MAIN, 1010)).toBeUndefined()
  writeHistory(lines, 4)
  expect(findByReflog(gitDir, MAIN, 1010)).toBeUndefined()
  writeHistory([line(0, 1, 1000), line(1, 2, 1010), line(9, 3, 1020)], 3)
  expect(findByReflog(gitDir, MAIN, 1010)).toBeUndefined()
  writeHistory(lines, 3)
  expect(findByReflog(gitDir, MAIN, 1010)).toEqual({ at: oid(2), next: oid(3) })
  appendFileSync(join(gitDir, 'logs', MAIN), 'half a li')
  expect(findByReflog(gitDir, MAIN, 1010)).toBeUndefined()
  rmSync(join(gitDir, 'logs'), { recursive: true })
  expect(findByReflog(gitDir, MAIN, 1010)).toBeUndefined()
})
