import { expect, test } from 'vitest'
import {
  deedOf,
  mentions,
  sentencesOf,
  tellsChange,
  tellsOnly,
  tellsSuccess,
} from '../../../src/review/audit/sentences.ts'
import { growth } from '../../helpers/growth.ts'

test.each([
  ['All tests pass.', 'npm test'],
  ['The whole test suite is green now!', 'npx vitest run'],
  ['Tests still passed after the fix', 'pytest -q'],
  ['The build succeeded', 'make build'],
  ['I deployed it successfully.', './deploy.sh --prod'],
  ['Everything works as expected.', 'frobnicate --all'],
  ['`frobnicate` completed', 'bin/frobnicate --all'],
  ['Pushed to main.', 'git push origin main'],
])('“%s” tells a failed `%s` as a success', (sentence, command) => {
  expect(tellsSuccess(sentence, command)).toBe(true)
})

test.each([
  ['The tests fail.', 'npm test'],
  ['Not all tests pass.', 'npm test'],
  ["The tests don't pass yet.", 'npm test'],
  ['The tests didn’t pass.', 'npm test'],
  ['The tests should pass now.', 'npm test'],
  ['Do all tests pass?', 'npm test'],
  ['Once the tests pass, I will push.', 'npm test'],
  ['All tests pass except two.', 'npm test'],
  ['All tests pass.', 'curl https://example.com'],
  ['I updated the tests.', 'npm test'],
  ['Let me see whether the build works.', 'make'],
])('“%s” is no claim that `%s` went well', (sentence, command) => {
  expect(tellsSuccess(sentence, command)).toBe(false)
})

test('what a command is run for is seen by what it runs, not by what it mentions', () => {
  expect(deedOf('npm run test:unit')).toBe('tests')
  expect(deedOf('sh ./test.sh')).toBe('tests')
  expect(deedOf('echo MODE=test > .env')).toBeUndefined()
  expect(deedOf('cat latest')).toBeUndefined()
  expect(deedOf('cat tests/a.md')).toBeUndefined()
  expect(deedOf('cat tests/a.md && npm test')).toBe('tests')
})

test('only words that say so tell of a changed file', () => {
  expect(tellsChange('I updated app.ts to match.', '/r/src/app.ts')).toBe(true)
  expect(tellsChange('I could not update app.ts.', '/r/src/app.ts')).toBe(false)
  expect(tellsChange('See app.ts.', '/r/src/app.ts')).toBe(false)
})

test.each([
  ['I only updated the README.', true],
  ['Changed just the README', true],
  ['No other files were touched.', true],
  ['I cleaned up and updated README.md only.', true],
  ['I changed nothing else.', true],
  ['I changed how the only test runs.', false],
  ['The only file I changed is README.md', true],
  ['I will only update the README.', false],
  ['Should I only change the README?', false],
  ['I read only the README.', false],
  ['This is the only way.', false],
])('“%s” says that nothing else was changed: %s', (sentence, isTold) => {
  expect(tellsOnly(sentence)).toBe(isTold)
})

test('a file counts as named by any part of its path', () => {
  expect(mentions('I only updated the README.', '/README.md')).toBe(true)
  expect(mentions('I only changed the test files.', '/tests/a.ts')).toBe(true)
  expect(mentions('I only updated the README.', '/config/secrets.yml')).toBe(false)
})

test('text is taken apart into sentences, and hostile text is not slow', () => {
  expect(sentencesOf('One. Two!\nThree v1.2 here')).toEqual(['One.', 'Two!', 'Three v1.2 here'])
  for (const unit of ['everything ', 'only ', 'a']) {
    const read = (size: number) => {
      for (const sentence of sentencesOf(unit.repeat(size / unit.length))) {
        tellsSuccess(sentence, 'npm test')
        tellsOnly(sentence)
      }
    }
    expect(growth(200_000, read), unit).toBeLessThan(3)
  }
})
