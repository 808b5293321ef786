/** A shadow repo of every kind of file (loose objects, a pack, reflogs, an index), to be damaged byte by byte. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { git } from '../../src/git/process/run.ts'
import { type ShadowFixture, shadowFixture } from './shadow-fixture.ts'

/** Four snapshots, the first two packed, a gap, an index, and modes that git cannot hold. */
export async function storeWithEverything(): Promise<ShadowFixture> {
  const fixture = shadowFixture()
  await fixture.snapshot({ 'src/a.txt': 'one\n', 'b.txt': 'b\n' })
  await fixture.snapshot({
    'src/a.txt': 'two\n',
    'b.txt': 'b\n',
    private: { content: 'p', mode: 0o600 },
  })
  await git(fixture.gitDir, ['repack', '-a', '-d', '-q'])
  await git(fixture.gitDir, ['commit-graph', 'write', '--reachable'])
  await fixture.snapshot({ 'src/a.txt': 'three\n', 'b.txt': 'b\n', empty: { folder: true } })
  await fixture.gap({ reason: 'overflow', from: 1_780_000_000_000, to: 1_780_000_012_000 })
  await fixture.snapshot({ 'src/a.txt': 'four\n', 'src/new/c.txt': 'c\n' })
  fixture.writeRoot({ 'src/a.txt': 'four\n', 'src/new/c.txt': 'c\n' })
  await fixture.refreshIndex()
  return fixture
}

/** Paths of all files of a folder, relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
}

/** Changes a file, runs `look`, and puts the file back. */
export async function whileChanged<T>(
  path: string,
  change: (bytes: Buffer) => Buffer,
  look: () => Promise<T>,
): Promise<T> {
  const bytes = readFileSync(path)
  const { mode } = statSync(path)
  writeFileSync(path, change(Buffer.from(bytes)), { mode })
  try {
    return await look()
  } finally {
    writeFileSync(path, bytes)
  }
}

export function flip(offset: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    bytes[offset]! ^= 1 << (offset % 8)
    return bytes
  }
}
