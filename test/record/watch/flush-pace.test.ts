import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rawFromText } from '../../../src/model/raw-path.ts'
import { FlushPace } from '../../../src/record/watch/flush-pace.ts'

const QUIET_MS = 100

test('many deletions in a row are waited for longer, so that rm -rf is one snapshot', () => {
  const root = mkdtempSync(join(process.env.TMPDIR!, 'pace-'))
  writeFileSync(join(root, 'there'), '')
  const pace = new FlushPace(root, QUIET_MS)
  const gone = (count: number) => Array.from({ length: count }, (_, n) => rawFromText(`${n}`))
  pace.note(gone(30))
  expect(pace.delayMs()).toBeLessThanOrEqual(QUIET_MS)
  pace.note(gone(30))
  expect(pace.delayMs()).toBeGreaterThan(QUIET_MS)
  // One that lasts beyond the longest wait goes on after it; what is written ends it.
  pace.restart()
  pace.note(gone(1))
  expect(pace.delayMs()).toBeGreaterThan(QUIET_MS)
  pace.note([rawFromText('there')])
  expect(pace.delayMs()).toBeLessThanOrEqual(QUIET_MS)
})
