import { expect, test } from 'vitest'
import { checkRequest } from '../../src/daemon/check-request.ts'
import type { RequestType } from '../../src/service/requests.ts'

test.each<[RequestType, object]>([
  ['session-start', { agent: { a: 1 }, root: '/r' }],
  ['session-start', { agent: 'a\u001b[2J', root: '/r' }],
  ['session-start', { agent: 'good', root: 'relative' }],
  ['session-start', { agent: 'good', root: '/r\0' }],
  ['session-start', { agent: 'good', root: '/r', pid: 1.5 }],
  ['session-start', { agent: 'good', root: '/r', message: 'x'.repeat(100_001) }],
  ['session-stop', { id: '../../x' }],
  ['session-drop', { ids: 'sess_0123456789abcdef' }],
  ['recording-drop', { ids: ['../../x'] }],
  ['snapshot', { roots: [1], trigger: 'manual' }],
  ['snapshot', { roots: [], trigger: 'whatever' }],
  ['forget', { name: '../../etc', dropRecord: true }],
  ['forget', { name: 'root', dropRecord: 'yes' }],
  ['import', {}],
])('%s with %j is refused before anything is made of it', (type, params) => {
  expect(() => checkRequest(type, params)).toThrow(/must be/)
})

test('what is not asked for is left out, so that it is never stored', () => {
  const sent = { agent: 'good', root: '/r', pid: 7, birth: 'now', manual: 'x' }
  expect(checkRequest('session-start', sent)).toEqual({ agent: 'good', root: '/r', pid: 7 })
})
