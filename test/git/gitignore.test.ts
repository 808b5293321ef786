import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GitIgnore } from '../../src/git/gitignore.ts'
import { type RawPath, rawFromLatin1 } from '../../src/model/raw-path.ts'
import { type ShadowFixture, shadowFixture } from '../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
let ignore: GitIgnore

beforeEach(() => {
  fixture = shadowFixture()
  ignore = new GitIgnore(fixture.gitDir, fixture.root)
})

afterEach(() => {
  ignore.close()
  fixture.dispose()
})

async function ignored(...paths: string[]): Promise<string[]> {
  return [...(await ignore.ignoredAmong(paths.map((path) => rawFromLatin1(path))))]
}

test('patterns mean what they mean in git: folders, negation, nested files', async () => {
  fixture.writeRoot({
    '.gitignore': '*.log\nbuild/\n!keep.log\n/top\n',
    'sub/.gitignore': '*\n!*.md\n',
    'build/a': '',
    'sub/a.md': '',
    'sub/a.txt': '',
    'sub/top': '',
    'keep.log': '',
    top: '',
    'x/top': '',
  })
  expect(
    await ignored(
      'build',
      'build/a',
      'sub/a.md',
      'sub/a.txt',
      'keep.log',
      'x/b.log',
      'top',
      'x/top',
    ),
  ).toEqual(['build', 'build/a', 'sub/a.txt', 'x/b.log', 'top'])
})

test('the .gitignore of a nested repository counts, its other settings do not', async () => {
  fixture.writeRoot({ 'lib/.gitignore': 'n*\n', 'lib/n': '', 'lib/m': '', 'o.bak': '' })
  execFileSync('git', ['init', '-q', fixture.root])
  execFileSync('git', ['init', '-q', `${fixture.root}/lib`])
  fixture.writeRoot({ '.git/info/exclude': '*.bak\n' })
  expect(await ignored('lib/n', 'lib/m', 'o.bak')).toEqual(['lib/n'])
})

test('odd names are asked for as they are', async () => {
  fixture.writeRoot({ '.gitignore': '*.log\n' })
  const odd = [
    ':(top)a.log',
    '*.log',
    'a\nb.log',
    '\xff\xfe.log',
    '-x.log',
    'back\\slash.log',
    '[.log',
  ]
  expect(await ignored(...odd, ':(top)a', '[a')).toEqual(odd)
})

test('a path behind a link is not ignored, and costs the others nothing', async () => {
  fixture.writeRoot({ '.gitignore': '*.log\n', 'real/a.log': '' })
  symlinkSync('real', `${fixture.root}/link`)
  expect(await ignored('a.log', 'link/a.log', 'link/b.log', 'real/a.log')).toEqual([
    'a.log',
    'real/a.log',
  ])
  expect(ignore.problem).toBeUndefined()
})

test('several batches are answered by one process, in turn', async () => {
  fixture.writeRoot({ '.gitignore': '*.log\n' })
  const batches = await Promise.all([ignored('a.log', 'b'), ignored(), ignored('c', 'd.log')])
  expect(batches).toEqual([['a.log'], [], ['d.log']])
})

test('fifty thousand paths are one batch', async () => {
  fixture.writeRoot({ '.gitignore': '*9.ts\n' })
  const paths = Array.from({ length: 50_000 }, (_, n) => `m${n % 300}/part${n}.ts` as RawPath)
  expect((await ignore.ignoredAmong(paths)).size).toBe(5_000)
})

test('where git gives no answer nothing is ignored, and the problem is named', async () => {
  fixture.writeRoot({ '.gitignore': '*.log\n', 'a/b': '' })
  execFileSync('mkfifo', [`${fixture.root}/a/.gitignore`])
  expect(await ignored('x.log', 'a/y.log', 'z.log')).toEqual(['x.log'])
  expect(ignore.problem).toBe('git check-ignore does not answer; is a .gitignore a pipe?')
  expect(await ignored('x.log')).toEqual([])
})

test('a root that is gone is a problem, not an exception', async () => {
  const gone = new GitIgnore(fixture.gitDir, `${fixture.root}/gone`)
  expect(await gone.ignoredAmong(['a' as RawPath])).toEqual(new Set())
  expect(gone.problem).toContain('git check-ignore: fatal: cannot change to')
})
