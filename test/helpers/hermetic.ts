/**
 * Loaded before every test file: gives the test process a home, a temporary folder and an environment of
 * its own, so that no test reads or writes anything of the user's. Removes all of it afterwards.
 */
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { endStartedProcesses } from './processes.ts'
import { removeTree } from './remove-tree.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'flightrec-test-')))

const kept = { PATH: process.env.PATH ?? '/usr/bin:/bin' }
for (const name of Object.keys(process.env)) {
  if (
    /^(?:GIT_|FLIGHTREC_(?!SOAK|SEED)|XDG_|LC_|LANG|PAGER|LESS|EDITOR|VISUAL|NO_COLOR|FORCE_COLOR|COLOR)/.test(
      name,
    )
  ) {
    delete process.env[name]
  }
}
Object.assign(process.env, kept, {
  HOME: join(base, 'user'),
  FLIGHTREC_HOME: join(base, 'flightrec'),
  TMPDIR: join(base, 'tmp'),
  TZ: 'UTC',
  LC_ALL: 'C.UTF-8',
  COLUMNS: '80',
  TERM: 'xterm-256color',
  GIT_CONFIG_NOSYSTEM: '1',
})
for (const folder of ['user', 'tmp']) mkdirSync(join(base, folder))

afterAll(async () => {
  await endStartedProcesses()
  removeTree(base)
})
