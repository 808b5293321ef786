import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rawFromLatin1 } from '../../../src/model/raw-path.ts'
import {
  ActReader,
  beginAct,
  declareActPaths,
  isLeftBehind,
  readCutShort,
  removeAct,
  writeCutShort,
} from '../../../src/store/timeline/act.ts'
import { ownIdentity } from '../../../src/system/process-identity.ts'

const header = { owner: ownIdentity(), since: 0, what: 'restore x', command: 'flightrec restore x' }

test('an act keeps names that are no text, and only one can begin at a time', () => {
  const gitDir = mkdtempSync(join(process.env.TMPDIR!, 'act-'))
  const path = rawFromLatin1('d/\xff\x80\n"')
  expect(beginAct(gitDir, header)).toBe(true)
  expect(beginAct(gitDir, header)).toBe(false)
  declareActPaths(gitDir, header, [{ path, becomes: 'gone' }])
  const act = new ActReader(gitDir).read()!
  expect([...act.paths.keys()]).toEqual([path])
  expect(isLeftBehind(gitDir, act)).toBe(false)
  removeAct(gitDir)
  expect(new ActReader(gitDir).read()).toBeUndefined()
})

test('an act of which a power cut or a stranger left no sense is nobody’s, and stops no one', () => {
  for (const text of [
    '',
    '5\n"path"\nnull\n',
    '{"owner":{}}\n[1]\n',
    '{"what":5}\n{"path":7}\n{"opened":5,"mode":"x"}\n',
  ]) {
    const gitDir = mkdtempSync(join(process.env.TMPDIR!, 'act-'))
    mkdirSync(join(gitDir, 'flightrec'))
    writeFileSync(join(gitDir, 'flightrec/act.jsonl'), text)
    const act = new ActReader(gitDir).read()!
    expect([act.paths.size, act.opened.size, act.what]).toEqual([0, 0, ''])
    expect(isLeftBehind(gitDir, act)).toBe(true)
  }
})

test('what no flightrec has said of a killed act is not told, and stops no command', () => {
  const gitDir = mkdtempSync(join(process.env.TMPDIR!, 'act-'))
  const sound = {
    what: 'restore x',
    command: 'flightrec restore x',
    since: 0,
    written: 1,
    total: 2,
  }
  mkdirSync(join(gitDir, 'flightrec'))
  writeCutShort(gitDir, sound)
  expect(readCutShort(gitDir)).toEqual(sound)
  const wrong = [
    { what: 5 },
    { command: 7 },
    { since: 'q' },
    { since: 1e300 },
    { total: {} },
    { open: 5 },
    { open: [1] },
  ]
  for (const part of wrong) {
    writeFileSync(join(gitDir, 'flightrec/cut-short.json'), JSON.stringify({ ...sound, ...part }))
    expect(readCutShort(gitDir)).toBeUndefined()
  }
})
