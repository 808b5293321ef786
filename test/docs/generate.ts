/**
 * Writes the documents that come from code: docs/cli.md from the commands' declarations, docs/api.md from the page's
 * routes, docs/errors.md
 * and docs/configuration.md from the tables of errors and of keys, docs/rules.md and docs/redaction.md from the
 * rules. With --check it writes nothing and fails when one of them is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CATALOGUE } from '../../src/cli/framework/catalogue.ts'
import { apiDocument } from './api-document.ts'
import { cliDocument } from './cli-document.ts'
import { configurationDocument } from './configuration-document.ts'
import { errorsDocument } from './errors-document.ts'
import { redactionDocument } from './redaction-document.ts'
import { rulesDocument } from './rules-document.ts'

const REPOSITORY = resolve(import.meta.dirname, '../..')

const documents: Record<string, string> = {
  'docs/api.md': apiDocument(),
  'docs/cli.md': cliDocument(CATALOGUE),
  'docs/configuration.md': configurationDocument(),
  'docs/errors.md': errorsDocument(),
  'docs/redaction.md': redactionDocument(),
  'docs/rules.md': rulesDocument(),
}

const stale = Object.entries(documents).filter(([name, text]) => {
  const path = join(REPOSITORY, name)
  return !existsSync(path) || readFileSync(path, 'utf8') !== text
})

if (!process.argv.includes('--check')) {
  for (const [name, text] of stale) writeFileSync(join(REPOSITORY, name), text)
} else if (stale.length > 0) {
  const names = stale.map(([name]) => name).join(', ')
  process.stderr.write(`stale: ${names}\nhint: Run \`npm run docs\` and commit what it writes.\n`)
  process.exitCode = 1
}
