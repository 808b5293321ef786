import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findTranscripts } from '../../../src/record/import/find-transcripts.ts'

test('no link within a folder leads out of it or round in it, whatever Node does; one that is named is followed', () => {
  const base = mkdtempSync(join(process.env.TMPDIR!, 'transcripts-'))
  const [inside, outside] = [join(base, 'in'), join(base, 'out')]
  for (const folder of [join(inside, 'deep'), join(outside, 'subagents')]) {
    mkdirSync(folder, { recursive: true })
  }
  for (const file of ['out/t.jsonl', 'out/subagents/s.jsonl', 'in/own.jsonl', 'in/deep/d.jsonl']) {
    writeFileSync(join(base, file), '{}\n')
  }
  symlinkSync(outside, join(inside, 'link'))
  symlinkSync('.', join(inside, 'loop'))
  symlinkSync(join(outside, 't.jsonl'), join(inside, 'file.jsonl'))
  // Where the transcripts of its subagents would be.
  symlinkSync(outside, join(inside, 'own'))
  const found = (name: string) => findTranscripts([name]).map(({ path }) => path)
  expect(found(inside)).toEqual([join(inside, 'deep/d.jsonl'), join(inside, 'own.jsonl')])
  expect(found(join(inside, 'own.jsonl'))).toEqual([join(inside, 'own.jsonl')])
  expect(found(join(inside, 'link'))).toHaveLength(2)
})
