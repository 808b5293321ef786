/** Whatever the user's, the root's or the environment's settings say, reading runs nothing of theirs. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ShadowFixture, shadowFixture } from '../helpers/shadow-fixture.ts'
import { testEnv } from '../helpers/test-env.ts'

const ATTRIBUTES = '* filter=evil diff=evil merge=evil text eol=crlf ident\n'

let fixture: ShadowFixture
let canary: string
let script: string

beforeAll(async () => {
  fixture = shadowFixture()
  canary = join(fixture.home.path, 'canary')
  script = join(fixture.home.path, 'evil.sh')
  writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> ${canary}\ncat\n`, { mode: 0o755 })
  const state = {
    '.gitattributes': ATTRIBUTES,
    '.mailmap': 'x <x@x>\n',
    a: 'one\n',
    'nested/a': '1\n',
  }
  await fixture.snapshot(state)
  await fixture.snapshot({ ...state, a: 'two\n' })
  fixture.writeRoot({ ...state, a: 'three\n', 'nested/a': '2\n' })
  await fixture.refreshIndex()
  for (const folder of [fixture.root, join(fixture.root, 'nested')]) {
    execFileSync('git', ['init', '-q', folder])
    writeFileSync(join(folder, '.git/config'), hostileConfig())
  }
})
afterAll(() => fixture.dispose())

function hostileConfig(): string {
  return [
    '[core]',
    '\trepositoryformatversion = 0',
    `\tfsmonitor = ${script}`,
    `\tpager = ${script}`,
    `\thooksPath = ${fixture.home.path}`,
    `\tsshCommand = ${script}`,
    `[diff "evil"]\n\ttextconv = ${script}\n\tcommand = ${script}`,
    `[filter "evil"]\n\tclean = ${script}\n\tsmudge = ${script}\n\tprocess = ${script}`,
    `[diff]\n\texternal = ${script}`,
    `[alias]\n\tlog = !${script}\n\tdiff = !${script}`,
    `[pager]\n\tlog = ${script}\n\tdiff = ${script}\n\tblame = ${script}`,
    '',
  ].join('\n')
}

const COMMANDS: readonly (readonly string[])[] = [
  ['log', '-p', '--stat'],
  ['log', '--', 'a'],
  ['show'],
  ['show', 'latest:a'],
  ['show', '--manifest', '--sha256'],
  ['diff'],
  ['diff', 'latest~1'],
  ['diff', '--json'],
  ['replay', '--json'],
  ['blame', 'a'],
  ['status'],
  ['repos'],
  ['git', '--', 'log', '-p'],
  ['git', '--', 'diff'],
  ['git', '--', 'status'],
  ['git', '--', 'blame', 'main', '--', 'a'],
]

test.each(COMMANDS)('%s %s %s %s runs nothing', async (...args) => {
  const env = testEnv()
  writeFileSync(join(env.userHome, '.gitconfig'), hostileConfig())
  mkdirSync(join(env.userHome, '.config/git'), { recursive: true })
  writeFileSync(join(env.userHome, '.config/git/attributes'), ATTRIBUTES)
  const settings = {
    cwd: fixture.root,
    env: {
      FLIGHTREC_HOME: fixture.home.path,
      GIT_CONFIG_NOSYSTEM: undefined,
      GIT_CONFIG_GLOBAL: join(env.userHome, '.gitconfig'),
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: script,
      GIT_CONFIG_KEY_1: 'diff.external',
      GIT_CONFIG_VALUE_1: script,
      GIT_EXTERNAL_DIFF: script,
      GIT_PAGER: script,
      GIT_DIR: join(fixture.root, '.git'),
      GIT_WORK_TREE: '/',
      GIT_INDEX_FILE: join(env.base, 'index'),
      GIT_TRACE: canary,
      GIT_SSH_COMMAND: script,
      GIT_EXEC_PATH: fixture.home.path,
      EDITOR: script,
    },
  }
  const { exitCode, stderr } = await env.runWith(settings, ...args)
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
  expect(existsSync(canary)).toBe(false)
  expect(existsSync(join(env.base, 'index'))).toBe(false)
})

test('the canary sings when git runs as the environment says', () => {
  const env = { ...process.env, GIT_EXTERNAL_DIFF: script }
  const args = ['--git-dir', fixture.gitDir, '--work-tree', fixture.root, 'diff']
  execFileSync('git', args, { env, stdio: 'ignore' })
  expect(existsSync(canary)).toBe(true)
})
