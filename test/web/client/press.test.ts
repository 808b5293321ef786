import { expect, test } from 'vitest'
import { bindKeys, press } from '../../../src/web/client/keys/press.ts'

test('a letter or a sign that is typed into a field is text, though its binding also holds there', () => {
  const done: string[] = []
  const unbind = bindKeys('everywhere', [
    { keys: ['Ctrl-K', ':'], does: 'go', inText: true, run: () => done.push('go') },
  ])
  expect(press(':', true)).toBe(false)
  expect(press('Ctrl-K', true)).toBe(true)
  expect(press(':', false)).toBe(true)
  expect(done).toEqual(['go', 'go'])
  unbind()
})
