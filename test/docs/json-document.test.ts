import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../src/cli/framework/catalogue.ts'

const top = join(import.meta.dirname, '../..')
const page = readFileSync(join(top, 'docs/json.md'), 'utf8')
const [, table = ''] = /^\| command \| writes \|\n(.*?)\n\n/ms.exec(page) ?? []
const cells = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, cell]) => cell!)

/** They write no JSON, or the words of another program. */
const WITHOUT_JSON = ['completion', 'demo', 'git', 'help', 'tui']

test('json.md has every command that writes JSON', () => {
  const documented = new Set(cells.flatMap((cell) => cell.match(/(?<=`)[a-z]+/g) ?? []))
  const names = CATALOGUE.map(({ name }) => name).filter((name) => !WITHOUT_JSON.includes(name))
  expect(names.filter((name) => !documented.has(name))).toEqual([])
})

test('json.md speaks of every type of object that a command writes', () => {
  const folder = join(top, 'src/cli')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const types = files
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .flatMap((text) => [...text.matchAll(/\{\s*type: '([a-z-]+)',\s*(?:version|home)/g)])
    .map(([, type]) => type!)
  expect(types).toContain('gc-sessions')
  expect(types.filter((type) => !page.includes(`\`${type}\``))).toEqual([])
})
