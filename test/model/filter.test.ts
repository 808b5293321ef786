import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultConfig } from '../../src/model/config.ts'
import { compileFilter } from '../../src/model/filter.ts'
import { rawFromText } from '../../src/model/raw-path.ts'

function filterOf(include: string[], exclude: string[]) {
  const filter = compileFilter({ include, exclude })
  return {
    isRecorded: (path: string) => filter.isRecorded(rawFromText(path)),
    isPruned: (path: string) => filter.isPruned(rawFromText(path)),
    isFolderRecorded: (path: string) => filter.isFolderRecorded(rawFromText(path)),
  }
}

test('an empty include list records everything', () => {
  expect(filterOf([], []).isRecorded('.env')).toBe(true)
  expect(filterOf([], []).isPruned('a')).toBe(false)
})

test('exclude wins over include', () => {
  const filter = filterOf(['**/*.md'], ['docs/**'])
  expect(filter.isRecorded('README.md')).toBe(true)
  expect(filter.isRecorded('docs/README.md')).toBe(false)
  expect(filter.isRecorded('main.ts')).toBe(false)
})

test('a folder is pruned only when all below it is excluded', () => {
  const filter = filterOf([], ['**/node_modules/**', '**/*.log', 'build*'])
  expect(filter.isPruned('node_modules')).toBe(true)
  expect(filter.isPruned('a/b/node_modules')).toBe(true)
  expect(filter.isPruned('a/node_modules/b')).toBe(true)
  expect(filter.isPruned('node_modules2')).toBe(false)
  expect(filter.isPruned('a.log')).toBe(false)
  expect(filter.isPruned('build-out')).toBe(true)
  expect(filter.isPruned('a')).toBe(false)
})

test('a file with the name of an excluded folder is recorded', () => {
  expect(filterOf([], ['**/.git/**']).isRecorded('vendor/.git')).toBe(true)
  expect(filterOf([], ['**/.git/**']).isRecorded('vendor/.git/HEAD')).toBe(false)
})

test('empty folders are recorded unless excluded, and never with an include list', () => {
  expect(filterOf([], ['**/node_modules/**']).isFolderRecorded('src')).toBe(true)
  expect(filterOf([], ['**/node_modules/**']).isFolderRecorded('node_modules')).toBe(false)
  expect(filterOf([], ['tmp']).isFolderRecorded('tmp')).toBe(false)
  expect(filterOf(['**/*.md'], []).isFolderRecorded('src')).toBe(false)
})

test('the defaults record secrets and sources, and prune what tools can make again', () => {
  const config = defaultConfig()
  const filter = filterOf([...config['filter.include']], [...config['filter.exclude']])
  for (const path of ['.env', 'a/key.pem', 'Makefile', 'x.log', 'tmp/a', 'lib/.cacherc'])
    expect([path, filter.isRecorded(path)]).toEqual([path, true])
  for (const path of ['.git', 'a/node_modules', 'target', 'x/.venv', 'x/__pycache__'])
    expect([path, filter.isPruned(path)]).toEqual([path, true])
})

test('nothing below a pruned folder would have been recorded', () => {
  const name = fc.constantFrom('a', 'b', 'ab', '.git')
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
  const glob = fc
    .array(fc.constantFrom('*', '**/', '/**', '/', 'a', 'b', '.git', '{a,b}', '?'), {
      maxLength: 6,
    })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(glob, { maxLength: 4 }), path, path, (exclude, folder, below) => {
      const filter = filterOf([], exclude)
      if (filter.isPruned(folder)) expect(filter.isRecorded(`${folder}/${below}`)).toBe(false)
    }),
    { numRuns: 3_000 },
  )
})
