import { execFileSync } from 'node:child_process'
import { mkdtempSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashAsBlob } from '../../../src/git/objects/hash-as-blob.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'blobs-'))
}

test('a file is named as git names it, at any size, and a link by where it points', async () => {
  const root = folder()
  for (const [name, bytes] of [
    ['none', 0],
    ['small', 10],
    ['large', 3 << 20],
  ] as const) {
    const path = join(root, name)
    writeFileSync(path, 'x'.repeat(bytes), { mode: 0o755 })
    const oid = execFileSync('git', ['hash-object', path], { encoding: 'utf8' }).trim()
    const blob = await hashAsBlob(root, rawFromText(name))
    expect(blob).toMatchObject({ kind: 'file', oid, sizeBytes: bytes })
  }
  symlinkSync('small', join(root, 'link'))
  writeFileSync(join(root, 'target'), 'small')
  const { oid } = (await hashAsBlob(root, rawFromText('target')))!
  expect(await hashAsBlob(root, rawFromText('link'))).toMatchObject({ kind: 'link', oid })
})

test('a pipe in the place of a file is not waited on', async () => {
  const root = folder()
  execFileSync('mkfifo', [join(root, 'pipe')])
  expect(await hashAsBlob(root, rawFromText('pipe'))).toBe(undefined)
})

test.runIf(process.platform === 'linux')('that it was read does not show in a file', async () => {
  const root = folder()
  const path = join(root, 'file')
  writeFileSync(path, 'one')
  utimesSync(path, 1_000, 2_000)
  await hashAsBlob(root, rawFromText('file'))
  expect(statSync(path).atimeMs).toBe(1_000_000)
})
