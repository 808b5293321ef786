import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../src/cli/framework/catalogue.ts'
import { sourceFiles } from '../source-files.ts'
import { jsonFields } from './json-fields.ts'

const top = join(import.meta.dirname, '../..')
const page = readFileSync(join(top, 'docs/json.md'), 'utf8')
const [, table = ''] = /^\| command \| writes \|\n(.*?)\n\n/ms.exec(page) ?? []
const cells = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, cell]) => cell!)
const builders = sourceFiles('src').filter(({ path }) => /^src\/\w+\/json\//.test(path))

/** They write no JSON, or the words of another program. */
const WITHOUT_JSON = ['completion', 'demo', 'git', 'help', 'play', 'run', 'tui']

test('json.md has every command that writes JSON', () => {
  const documented = new Set(cells.flatMap((cell) => cell.match(/(?<=`)[a-z]+/g) ?? []))
  const names = CATALOGUE.map(({ name }) => name).filter((name) => !WITHOUT_JSON.includes(name))
  expect(names.filter((name) => !documented.has(name))).toEqual([])
})

test('json.md speaks of every type of object that is built', () => {
  const types = builders
    .flatMap(({ text }) => [...text.matchAll(/\btype(?:: | = )'([a-z-]+)' as const/g)])
    .map(([, type]) => type!)
  expect(types).toContain('gc-sessions')
  expect(types.filter((type) => !page.includes(`\`${type}\``))).toEqual([])
})

test('json.md names every field that is built, so that nobody has to read the code for them', () => {
  const code = page.match(/^```.*?^```|`[^`\n]+`/gms) ?? []
  const documented = new Set(code.flatMap((words) => words.match(/\w+/g) ?? []))
  const fields = jsonFields(builders.map(({ path }) => join(top, path)))
  expect([...fields]).toEqual(expect.arrayContaining(['snapshot_id', 'bytes_after', 'in_root']))
  expect([...fields].filter((field) => !documented.has(field))).toEqual([])
})

test('a field that json.md does not name would be seen, however deep it stands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fields-'))
  try {
    const path = join(folder, 'planted.ts')
    writeFileSync(
      path,
      'export async function plantedJson() { return { a: [{ deep: 1 as 1 | { down: string } }] } }\n',
    )
    expect([...jsonFields([path])]).toEqual(['a', 'deep', 'down'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the command line only prints what is built below it, where the page and others find it too', () => {
  const cli = sourceFiles('src').filter(({ layer }) => layer === 'cli')
  const built = cli.filter(({ text }) =>
    /\bout\.json\(\s*[{[]|\btype: '[a-z-]+',\s*version/.test(text),
  )
  expect(built.map(({ path }) => path)).toEqual([])
})
