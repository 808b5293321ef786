/**
 * Every command, in a hostile repository with a hostile environment: nothing of theirs is executed, and nothing
 * is written where the user works.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CATALOGUE } from '../../src/cli/framework/catalogue.ts'
import type { Command } from '../../src/cli/framework/command.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { buildHostileTree, type HostileTree } from '../helpers/hostile-tree.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const TRANSCRIPT = 'test/fixtures/agents/claude-code/transcript.jsonl'
/** That of the agent 'hostile'. */
const SESSION = 'sess_014c834'
const PAYLOAD = JSON.stringify({
  session_id: 'x',
  hook_event_name: 'UserPromptSubmit',
  prompt: 'x',
})

/** Ways to run each command that reach git, the root and the store. What is not listed runs bare. */
const RUNS: Record<string, string[][]> = {
  // It serves until it is told to stop; test/web looks at what it answers.
  view: [],
  watch: [['--once', '.']],
  snapshot: [['-m', 'hostile', '.']],
  daemon: [['start'], ['status'], ['stop']],
  init: [['--force']],
  log: [['-p', '--stat', '-n', '3']],
  show: [['latest'], ['latest', '--manifest', '--sha256'], ['latest:crlf.txt']],
  diff: [[], ['--stat', 'latest~1', 'latest']],
  replay: [['--path', 'crlf.txt'], []],
  blame: [['crlf.txt']],
  git: [
    ['--', 'status', '--short'],
    ['--', 'diff', '--stat'],
    ['--', 'log', '-p', '-n', '1'],
  ],
  restore: [
    ['latest', 'crlf.txt'],
    ['latest', 'repos/hostile/tracked', '--dry-run'],
  ],
  gc: [['--dry-run'], []],
  doctor: [[], ['--fix']],
  report: [[], [SESSION]],
  inspect: [[SESSION]],
  timeline: [[SESSION]],
  audit: [[SESSION], [SESSION, '--format', 'json']],
  export: ['trace', 'html', 'bundle', 'otlp', 'atif', 'agent-trace'].map((format) => [
    SESSION,
    '--format',
    format,
  ]),
  search: [['crlf']],
  import: [['--dry-run', '../transcript.jsonl']],
  hook: [['claude-code']],
  undo: [['latest', '--dry-run'], [SESSION, '--dry-run'], ['latest']],
  completion: [['bash']],
  help: [['log']],
}

/** Exit codes of a command that has done its work; the doctor finds that the daemon was stopped before. */
const DONE = [0, 3, 4]
const DONE_BY_DOCTOR = [...DONE, 1]

let env: TestEnv
let tree: HostileTree
let variables: Record<string, string>

beforeAll(async () => {
  env = testEnv()
  tree = buildHostileTree(join(env.root, 'tree'), 'light')
  for (const run of ['pager', 'editor', 'external-diff', 'ssh', 'askpass', 'fsmonitor', 'git']) {
    mkdirSync(join(env.base, 'evil'), { recursive: true })
    const script = `#!/bin/sh\necho ${run} >>${join(env.base, 'ENVIRONMENT')}\n`
    writeFileSync(join(env.base, 'evil', run), script, { mode: 0o755 })
  }
  const evil = (name: string) => join(env.base, 'evil', name)
  writeFileSync(join(tree.root, 'git'), `#!/bin/sh\ntouch ${tree.canary}\n`, { mode: 0o755 })
  variables = {
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: evil('fsmonitor'),
    GIT_CONFIG_KEY_1: 'diff.external',
    GIT_CONFIG_VALUE_1: evil('external-diff'),
    GIT_CONFIG_PARAMETERS: `'core.pager=${evil('pager')}'`,
    GIT_EXTERNAL_DIFF: evil('external-diff'),
    GIT_TRACE: join(env.base, 'TRACE'),
    GIT_TRACE2: join(env.base, 'TRACE'),
    GIT_TRACE_SETUP: join(env.base, 'TRACE'),
    GIT_DIR: join(tree.root, '.git'),
    GIT_WORK_TREE: tree.root,
    GIT_INDEX_FILE: join(env.base, 'TRACE-index'),
    GIT_OBJECT_DIRECTORY: join(env.base, 'TRACE-objects'),
    GIT_EXEC_PATH: join(env.base, 'evil'),
    GIT_SSH_COMMAND: evil('ssh'),
    GIT_ASKPASS: evil('askpass'),
    GIT_EDITOR: evil('editor'),
    GIT_PAGER: evil('pager'),
    GIT_CEILING_DIRECTORIES: '/',
    XDG_CONFIG_HOME: join(tree.root, 'repos/hostile'),
    PAGER: evil('pager'),
    EDITOR: evil('editor'),
    VISUAL: evil('editor'),
    LESSOPEN: `|${evil('pager')} %s`,
    // Relative entries would find the tree's own git first.
    PATH: `.:${process.env.PATH}`,
  }
  const settings = '[alias]\n\tlog = "!false"\n[core]\n\tfsmonitor = "false"\n'
  writeFileSync(join(env.userHome, '.gitconfig'), settings)
  env.write('tree/crlf.txt', 'one\r\ntwo\n')
  await hostile('watch', '--once', '.')
  const agent = new HookedAgent(env, 'hostile', { cwd: tree.root })
  await hostile('daemon', 'start')
  const end = await agent.begin('Write', { file_path: join(tree.root, 'crlf.txt') })
  await hostile('snapshot', '.')
  env.write('tree/crlf.txt', 'one\r\nthree\n')
  await end()
  await hostile('snapshot', '.')
  await agent.say({ hook_event_name: 'SessionEnd' })
  await hostile('snapshot', '.')
  await hostile('daemon', 'stop')
  copyFileSync(TRANSCRIPT, join(env.root, 'transcript.jsonl'))
})

afterAll(() => {
  tree?.dispose()
  // Paths beyond PATH_MAX are too long for Node to remove.
  execFileSync('rm', ['-rf', env.base])
})

/** Runs a command in the hostile tree, which is the root too. */
function hostile(...args: string[]) {
  return env.runWith({ cwd: tree.root, env: variables, stdin: PAYLOAD }, ...args)
}

/** Recording does not show in the times of last reading; git, when it compares the files, does. */
const UNSEEN = ['watch', 'snapshot', 'daemon', 'log', 'show', 'replay', 'gc', 'verify']

/** Every name under the root, with the times that tell who wrote and, if asked for, who read. */
function times(withReads: boolean): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (folder: string) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      // Names that are not UTF-8, mounts and paths too long are looked at elsewhere.
      const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
      if (!stat || path.length > 3000 || name === 'root only') continue
      const readAt = withReads && stat.isFile() ? stat.atimeNs : 0n
      found.set(path, `${stat.mtimeNs} ${stat.ctimeNs} ${readAt}`)
      if (stat.isDirectory()) visit(path)
    }
  }
  visit(tree.root)
  return found
}

function commandLines(commands: readonly Command[]): string[] {
  return commands.flatMap(({ name }) =>
    (RUNS[name] ?? [[]]).map((args) => [name, ...args].join(' ')),
  )
}

test.each(commandLines(CATALOGUE))(
  '%s runs nothing and writes nothing in the root',
  async (line) => {
    const args = line.split(' ')
    const isUnseen = UNSEEN.includes(args[0]!)
    const before = times(isUnseen)
    const result = await hostile(...args)
    expect(result.stderr).not.toContain('internal error')
    const done = args[0] === 'doctor' ? DONE_BY_DOCTOR : DONE
    if (RUNS[args[0]!]) expect(done, result.shown).toContain(result.exitCode)
    expect(result.exitCode, result.shown).toBeLessThan(70)
    expect(existsSync(tree.canary), 'the canary of the repository').toBe(false)
    const ran = join(env.base, 'ENVIRONMENT')
    expect(existsSync(ran) ? readFileSync(ran, 'utf8') : '').toBe('')
    expect(readdirSync(env.base).filter((name) => name.startsWith('TRACE'))).toEqual([])
    const after = times(isUnseen)
    const touched = [...after].filter(([path, stamp]) => before.get(path) !== stamp)
    // What these give back is written, of course.
    expect(['restore', 'undo'].includes(args[0]!) ? [] : touched.map(([path]) => path)).toEqual([])
    expect(after.size).toBe(before.size)
  },
)

test('recording a file leaves the time of its last reading alone', async () => {
  const path = join(tree.root, 'contents/ansi')
  utimesSync(path, 1_000_000, 2_000_000)
  await hostile('watch', '--once', '.')
  expect(lstatSync(path).atimeMs).toBe(1_000_000_000)
})

test('the traps are live: plain git in the same place walks into them', () => {
  const cwd = join(tree.root, 'repos/hostile')
  const { PATH } = process.env
  spawnSync('git', ['status'], { cwd, env: { PATH, HOME: env.userHome } })
  expect(existsSync(tree.canary)).toBe(true)
  const given = Object.entries(variables).filter(([name]) => name.startsWith('GIT_CONFIG_'))
  const rest = Object.fromEntries(given.filter(([name]) => name !== 'GIT_CONFIG_PARAMETERS'))
  spawnSync('git', ['status'], { cwd: join(tree.root, 'repos/committed'), env: { ...rest, PATH } })
  expect(readFileSync(join(env.base, 'ENVIRONMENT'), 'utf8')).toContain('fsmonitor')
})
