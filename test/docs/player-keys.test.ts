import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BINDINGS } from '../../src/tui/player/bindings.ts'
import { REPOSITORY } from '../source-files.ts'

test('docs/tui.md says of each key of the player what the player itself says', () => {
  const document = readFileSync(join(REPOSITORY, 'docs/tui.md'), 'utf8')
  const rows = BINDINGS.map(({ shown, does }) => `| \`${shown}\` | ${does} |`)
  expect(document.slice(document.indexOf('## The player'))).toContain(rows.join('\n'))
})

test('no key of the player means two things', () => {
  const keys = BINDINGS.flatMap(({ keys }) => Object.keys(keys))
  expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([])
})
