import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readWatchState } from '../../../src/store/timeline/watch-state.ts'

test.each([
  'null',
  '[]',
  '7',
  '{"pid":{},"started":[],"stopped":"x"}',
  '{"pid":-1,"started":1e300,"stopped":null}',
  '{"pid":',
])(
  'a state of the watch that is none is as old as its file, and no time that ends a command: %s',
  (text) => {
    const gitDir = mkdtempSync(join(process.env.TMPDIR!, 'state-'))
    const path = join(gitDir, 'flightrec/watch.json')
    mkdirSync(join(gitDir, 'flightrec'))
    writeFileSync(path, text)
    const seen = statSync(path).mtimeMs
    expect(readWatchState(gitDir)).toEqual({ pid: 0, started: seen, seen })
  },
)
