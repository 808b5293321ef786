import { expect, test } from 'vitest'
import { absolutePath, isInFolder } from '../../src/model/absolute-path.ts'
import { rawFromText } from '../../src/model/raw-path.ts'

test('a folder holds itself and what lies below it, not what only begins alike', () => {
  expect(isInFolder('/a/b', '/a/b')).toBe(true)
  expect(isInFolder('/a/b', '/a/b/c')).toBe(true)
  expect(isInFolder('/a/b', '/a/bc')).toBe(false)
  expect(isInFolder('/a/b', '/a')).toBe(false)
})

test('the root of the file system holds everything: its own slash is not followed by another', () => {
  expect(isInFolder('/', '/')).toBe(true)
  expect(isInFolder('/', '/etc/passwd')).toBe(true)
  expect(isInFolder('/etc', '/')).toBe(false)
})

test('what lies in a root is named as the system names it, also where the root is /', () => {
  expect(absolutePath('/a', rawFromText('b/ü'))).toBe('/a/b/ü')
  expect(absolutePath('/a', rawFromText(''))).toBe('/a')
  expect(absolutePath('/', rawFromText('etc/hosts'))).toBe('/etc/hosts')
  expect(absolutePath('/', rawFromText(''))).toBe('/')
})
