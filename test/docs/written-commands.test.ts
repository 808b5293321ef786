/** What the pages tell people to type is what the program takes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../src/cli/framework/catalogue.ts'
import { parseCommandLine } from '../../src/cli/framework/parser.ts'
import { testEnv } from '../helpers/test-env.ts'

const top = join(import.meta.dirname, '../..')
/** cli.md is written from the declarations themselves. */
const docs = readdirSync(join(top, 'docs')).filter((name) => /(?<!^cli)\.md$/.test(name))
const pages = ['README.md', ...docs.map((name) => `docs/${name}`)]

/** Command lines of a page; those of the README also within a sentence, where the other pages name commands. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(top, page), 'utf8')
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, block]) =>
    block!.split('\n').flatMap((line) => line.replace(/\s#.*/, '').split(/;|\|/)),
  )
  const inline =
    page !== 'README.md' ? [] : [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!)
  return [...blocks, ...inline]
    .map((line) => line.trim().replace(/^\$ |^npx /, ''))
    .filter((line) => /^flightrec( |$)/.test(line) && !/[…[<>{]|\.\.\.|COMMAND|FORMAT/.test(line))
}

/** Splits as a shell does, as far as these lines need it. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map((found) => {
    return found[1] ?? found[2] ?? found[3]!
  })
}

test.each(pages)('every command that %s tells people to type is one', (page) => {
  const refused = commandsOf(page).flatMap((line) => {
    try {
      parseCommandLine(CATALOGUE, wordsOf(line).slice(1))
      return []
    } catch (error) {
      return [`${line}: ${(error as Error).message}`]
    }
  })
  expect(refused).toEqual([])
})

test('the README names commands, and many', () => {
  expect(commandsOf('README.md').length).toBeGreaterThan(30)
})

test('every agent that the README names to `hooks install` has hooks', async () => {
  const text = readFileSync(join(top, 'README.md'), 'utf8')
  const [, first, rest] = /hooks install ([\w-]+) +# or ([\w, -]+):/.exec(text)!
  const env = testEnv()
  for (const agent of [first!, ...rest!.split(', ')]) {
    const { stdout, stderr, exitCode } = await env.run('hooks', 'install', agent, '--yes')
    expect([agent, stderr, exitCode]).toEqual([agent, expect.not.stringContaining('unknown'), 0])
    expect(stdout).not.toBe('')
  }
})
