/** Random states of a folder: files, links and folders with odd names and modes. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import {
  fsPath,
  parentRaw,
  type RawPath,
  rawFromLatin1,
  rawFromText,
} from '../../src/model/raw-path.ts'
import { isRoot } from './is-root.ts'
import { removeTree } from './remove-tree.ts'

type Thing =
  | { kind: 'file'; content: string; mode: number }
  | { kind: 'link'; target: string }
  | { kind: 'folder'; mode: number }

const shut = isRoot ? [0o000, 0o100, 0o077] : []
const fileMode = fc.constantFrom(0o644, 0o755, 0o600, 0o444, 0o4755, 0o2711, 0o1666, ...shut)
const folderMode = fc.constantFrom(0o755, 0o700, 0o555, 0o1777, 0o2775, ...shut)
const BYTE = fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte))
const ODD = ['.git ', '.GIT', 'GIT~1', '.git', '-rf', 'new\nline', 'e\u0301', 'é', ' ', '...', '*']
  .concat(['%flightrec:x', ':(top)x', '\u001b[31m', 'entries', '+a', 'x'.repeat(255)])
  .map(rawFromText)
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b', 'c', 'A') },
  { weight: 2, arbitrary: fc.constantFrom(...ODD) },
  { weight: 1, arbitrary: fc.string({ unit: BYTE, minLength: 1, maxLength: 12 }).filter(isName) },
)
const path = fc.array(name, { minLength: 1, maxLength: 4 })
const file = fc.record({ kind: fc.constant('file' as const), content: fc.string(), mode: fileMode })
const target = fc.constantFrom('a', '../..', '/etc', 'gone', '\xe9')
const link = fc.record({ kind: fc.constant('link' as const), target })
const folder = fc.record({ kind: fc.constant('folder' as const), mode: folderMode })
const thing: fc.Arbitrary<Thing> = fc.oneof(
  { weight: 4, arbitrary: file },
  { weight: 1, arbitrary: link },
  { weight: 2, arbitrary: folder },
)
/** Things by path; hand them to `build`. */
export const randomState = fc.array(fc.tuple(path, thing), { maxLength: 12 })

function isName(text: string): boolean {
  return !text.includes('/') && text !== '.' && text !== '..'
}

/** Makes `root` anew with what fits: of two things at one path the first stays. Modes last, deepest first. */
export function buildState(root: string, things: [string[], Thing][]): void {
  removeTree(root)
  mkdirSync(root)
  const modes: [RawPath, number][] = []
  for (const [names, made] of things) {
    const path = rawFromLatin1(names.join('/'))
    const place = fsPath(root, path)
    try {
      mkdirSync(fsPath(root, parentRaw(path)), { recursive: true })
      if (made.kind === 'folder') mkdirSync(place)
      else if (made.kind === 'link') symlinkSync(made.target, place)
      else writeFileSync(place, made.content, { flag: 'wx' })
    } catch {
      continue // Something else is there already, which is as good.
    }
    if (made.kind !== 'link') modes.push([path, made.mode])
  }
  modes.sort(([a], [b]) => (a < b ? 1 : -1))
  for (const [path, mode] of modes) chmodSync(fsPath(root, path), mode)
}
