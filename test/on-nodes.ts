/** Runs the tests on every Node they are promised for: `npm run test:nodes [-- --only 22,24] [TEST…]`. */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const VERSIONS = ['20', '22', '24', '26']
const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']

const options = { only: { type: 'string', default: VERSIONS.join() } } as const
const { values, positionals } = parseArgs({ options, allowPositionals: true })

/** The package `node` holds the program itself, and npx puts it first on the PATH of what it runs. */
function runOn(version: string): boolean {
  const args = ['--yes', `--package=node@${version}`, '--', 'node', ...VITEST, ...positionals]
  process.stdout.write(`\n=== Node ${version}\n`)
  return spawnSync('npx', args, { stdio: 'inherit' }).status === 0
}

const failed = values.only.split(',').filter((version) => !runOn(version))
process.stdout.write(
  failed.length === 0 ? '\nall pass\n' : `\nfailed on Node ${failed.join(', ')}\n`,
)
process.exitCode = failed.length === 0 ? 0 : 1
