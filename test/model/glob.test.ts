import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GlobToken, parseGlob } from '../../src/model/glob.ts'
import { compileGlobs } from '../../src/model/glob-matcher.ts'
import { rawFromLatin1, rawFromText } from '../../src/model/raw-path.ts'
import globset from '../fixtures/globset-0.4.21.json' with { type: 'json' }
import { growth } from '../helpers/growth.ts'

function matches(pattern: string, path: string): boolean {
  return compileGlobs([pattern])(rawFromText(path))
}

function problem(pattern: string): string {
  try {
    compileGlobs([pattern])
    return 'none'
  } catch (error) {
    return (error as Error).message
  }
}

test('stars and question marks cross folders', () => {
  expect(matches('*.md', 'docs/a/b.md')).toBe(true)
  expect(matches('a?b', 'a/b')).toBe(true)
  expect(matches('target/**', 'x/target/a')).toBe(false)
})

test('names are bytes: a question mark is one byte, any byte, a line end too', () => {
  expect(matches('?', 'é')).toBe(false)
  expect(matches('é*', 'été')).toBe(true)
  expect(compileGlobs(['a*b'])(rawFromLatin1('a\xff\nb'))).toBe(true)
})

test('errors say what is wrong and where', () => {
  expect(problem('src/[bad')).toBe("bad glob 'src/[bad' at character 5: unclosed character class")
  expect(problem('a{b,c')).toBe("bad glob 'a{b,c' at character 2: unclosed '{'")
  expect(problem('ab}')).toBe("bad glob 'ab}' at character 3: '}' without a '{' before it")
  expect(problem('x\\')).toBe("bad glob 'x\\' at character 2: nothing follows the '\\'")
  expect(problem('[z-a]')).toBe("bad glob '[z-a]' at character 2: range 'z-a' is backwards")
  expect(problem('{a,b}'.repeat(12))).toContain('more than 1000 alternatives')
  expect(problem('{'.repeat(30))).toContain('groups nested deeper than 20')
  expect(problem('a'.repeat(5000))).toContain('longer than 4096 characters')
})

test.each([
  '**/**/**/a*a*a*b',
  `${'*a'.repeat(50)}b`,
  'a/**/a/**/a/**/a/**/b',
  '{a,*}{a,*}{a,*}*b',
])('a hostile pattern takes time in proportion to the path: %s', (pattern) => {
  const match = (size: number) => {
    expect(matches(pattern, 'a'.repeat(size))).toBe(false)
    expect(matches(pattern, 'a/'.repeat(size / 2))).toBe(false)
  }
  expect(growth(20_000, match)).toBeLessThan(3)
})

test.each(Object.entries(globset.matches))(
  '%j matches what it matches in globset',
  (glob, answer) => {
    if (answer === 'error') {
      expect(problem(glob)).toContain('bad glob')
      return
    }
    expect(globset.paths.filter((path) => matches(glob, path))).toEqual(answer)
  },
)

const globText = fc
  .array(
    fc.constantFrom(...'*?/ab.é', '**', '**/', '/**/', '[ab]', '[!a]', '{a,*b}', '{**/a,b/**}'),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))
const pathText = fc
  .array(fc.stringMatching(/^[ab.é\n]{1,4}$/), { minLength: 1, maxLength: 5 })
  .map((names) => names.join('/'))

test('a compiled glob agrees with a matcher that tries everything', () => {
  fc.assert(
    fc.property(globText, pathText, (glob, path) => {
      expect(matches(glob, path)).toBe(matchesNaively(parseGlob(glob), rawFromText(path)))
    }),
    { numRuns: 5_000 },
  )
})

test('several globs match what any of them does', () => {
  fc.assert(
    fc.property(fc.array(globText, { maxLength: 5 }), pathText, (globs, path) => {
      const all = compileGlobs(globs)(rawFromText(path))
      expect(all).toBe(globs.some((glob) => matches(glob, path)))
    }),
    { numRuns: 1_000 },
  )
})

/** Whether the tokens can be laid over the whole path, in any way. */
function matchesNaively(tokens: readonly GlobToken[], path: string): boolean {
  if (tokens.length === 1 && tokens[0]!.kind === 'leading-folders') return true
  return endsOf(tokens, path, 0).has(path.length)
}

/** Returns every place where a match of `tokens` that starts at `from` can end. */
function endsOf(tokens: readonly GlobToken[], path: string, from: number): Set<number> {
  let ends = new Set([from])
  for (const token of tokens) {
    ends = new Set([...ends].flatMap((start) => [...endsOfToken(token, path, start)]))
  }
  return ends
}

function endsOfToken(token: GlobToken, path: string, start: number): Set<number> {
  const later = Array.from({ length: path.length - start + 1 }, (_, n) => start + n)
  const behindSlash = later.filter((end) => end > start && path[end - 1] === '/')
  const isSlash = path[start] === '/'
  switch (token.kind) {
    case 'byte':
      return new Set(
        start < path.length && new RegExp(`^${token.source}$`).test(path[start]!)
          ? [start + 1]
          : [],
      )
    case 'star':
      return new Set(later)
    case 'leading-folders':
      return new Set([start, ...behindSlash])
    case 'all-below':
      return new Set(isSlash ? later.slice(1) : [])
    case 'inner-folders':
      return new Set(isSlash ? behindSlash : [])
    case 'alternates': {
      const filled = token.branches.filter((branch) => branch.length > 0)
      if (filled.length === 0) return new Set([start])
      return new Set(filled.flatMap((branch) => [...endsOf(branch, path, start)]))
    }
  }
}
