import { expect, test } from 'vitest'
import { compileGlobs } from '../../src/model/glob-matcher.ts'
import { rawFromLatin1, rawFromText } from '../../src/model/raw-path.ts'

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

test('hostile patterns take time linear in the path', () => {
  const patterns = [
    '**/**/**/a*a*a*b',
    `${'*a'.repeat(50)}b`,
    'a/**/a/**/a/**/a/**/b',
    '{a,*}{a,*}{a,*}*b',
  ]
  const started = performance.now()
  for (const pattern of patterns) {
    expect(matches(pattern, 'a'.repeat(4000))).toBe(false)
    expect(matches(pattern, 'a/'.repeat(2000))).toBe(false)
  }
  expect(performance.now() - started).toBeLessThan(500)
})
