/** Runs the tests on every Node they are promised for: `npm run test:nodes [-- --only 22,24] [TEST…]`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const VERSIONS = ['20', '22', '24', '26']
const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']

const options = { only: { type: 'string', default: VERSIONS.join() } } as const
const { values, positionals } = parseArgs({ options, allowPositionals: true })

/**
 * The package `node` holds the program itself. It is copied to where other users may run it too, as some tests do, and
 * stands first on the PATH.
 */
function runOn(version: string): boolean {
  process.stdout.write(`\n=== Node ${version}\n`)
  const asked = ['--yes', `--package=node@${version}`, '--', 'node', '-p', 'process.execPath']
  const folder = mkdtempSync(join(tmpdir(), 'flightrec-node-'))
  try {
    chmodSync(folder, 0o755)
    const node = join(folder, 'node')
    copyFileSync(execFileSync('npx', asked, { encoding: 'utf8' }).trim(), node)
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
    return spawnSync(node, [...VITEST, ...positionals], { stdio: 'inherit', env }).status === 0
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const failed = values.only.split(',').filter((version) => !runOn(version))
process.stdout.write(
  failed.length === 0 ? '\nall pass\n' : `\nfailed on Node ${failed.join(', ')}\n`,
)
process.exitCode = failed.length === 0 ? 0 : 1
