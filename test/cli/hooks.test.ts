import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HOOKED_AGENTS } from '../../src/model/agent-names.ts'
import { HOOK_TARGETS } from '../../src/record/hooks/targets.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const FILES = {
  'claude-code': '.claude/settings.json',
  codex: '.codex/hooks.json',
  'gemini-cli': '.gemini/settings.json',
  'qwen-code': '.qwen/settings.json',
  cursor: '.cursor/hooks.json',
  copilot: '.copilot/hooks/flightrec.json',
  opencode: '.config/opencode/plugins/flightrec.js',
}
const FOREIGN = `{
\t// mine
\t"model" : "opus",   "odd":[1,2 ],
\t"hooks": {
\t\t"PreToolUse": [ {"matcher":"Bash","hooks":[{"type":"command","command":"mine"}]} ],
\t\t"Mine": []
\t},
\t"last": {"hooks": "not these"}
}
`

function settingsOf(env: TestEnv, agent: keyof typeof FILES, text?: string | Buffer): string {
  const path = join(env.userHome, FILES[agent])
  if (text !== undefined) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return path
}

test('every agent whose hooks we know how to set up can be named, and no other', () => {
  expect(HOOK_TARGETS.map(({ agent }) => agent).sort()).toEqual([...HOOKED_AGENTS].sort())
  expect(Object.keys(FILES).sort()).toEqual([...HOOKED_AGENTS].sort())
})

describe.each(Object.keys(FILES) as (keyof typeof FILES)[])('%s', (agent) => {
  test('hooks are installed once, called in silence, and removed without a trace', async () => {
    const env = testEnv()
    const path = settingsOf(env, agent)
    expect((await env.run('hooks', 'install', agent, '--yes')).exitCode).toBe(0)
    const installed = readFileSync(path, 'utf8')
    expect(installed).toContain('flightrec-hook')
    const again = await env.run('hooks', 'install', agent)
    expect([again.exitCode, readFileSync(path, 'utf8')]).toEqual([0, installed])
    const status = JSON.parse((await env.run('hooks', 'status', agent, '--json')).stdout)
    expect(status.agents).toMatchObject([{ agent, state: 'installed', settings: path }])
    expect((await env.run('hooks', 'remove', agent, '--yes')).exitCode).toBe(0)
    expect(existsSync(path)).toBe(false)
    expect((await env.run('hooks', 'remove', agent)).stdout).toBe('There is nothing to remove.\n')
  })

  test.skipIf(agent === 'opencode')('settings come back byte for byte', async () => {
    for (const text of [FOREIGN, FOREIGN.replaceAll('\n', '\r\n'), `\ufeff${FOREIGN}`, '{}', '']) {
      const env = testEnv()
      const path = settingsOf(env, agent, text)
      chmodSync(path, 0o640)
      await env.run('hooks', 'install', agent, '--yes')
      expect(readFileSync(path, 'utf8')).toContain('flightrec-hook')
      expect(statSync(path).mode & 0o777).toBe(0o640)
      await env.run('hooks', 'install', agent, '--yes')
      await env.run('hooks', 'remove', agent, '--yes')
      expect(readFileSync(path, 'utf8')).toBe(text)
    }
  })
})

test('what is installed is the command that agents run: it fills the spool and says nothing', async () => {
  const env = testEnv()
  const path = settingsOf(env, 'claude-code')
  await env.run('hooks', 'install', 'claude-code', '--yes')
  const { hooks } = JSON.parse(readFileSync(path, 'utf8'))
  expect(Object.keys(hooks)).toContain('PostToolUseFailure')
  const { command } = hooks.PreToolUse[0].hooks[0]
  const call = () =>
    spawnSync('sh', ['-c', command], { input: '{}', env: { PATH: process.env.PATH!, HOME: '/' } })
  expect(call()).toMatchObject({ status: 0, stdout: Buffer.from(''), stderr: Buffer.from('') })
  expect(readdirSync(join(env.home, 'spool/new'))).toHaveLength(1)
  const { stdout } = await env.run('hooks', 'status', 'claude-code')
  expect(stdout).toContain('1 waiting, 0 refused')
  rmSync(env.home, { recursive: true })
  expect(call()).toMatchObject({ status: 0, stdout: Buffer.from(''), stderr: Buffer.from('') })
  expect(existsSync(env.home)).toBe(false)
})

test.each([
  ['claude', 'claude-code'],
  ['Codex', 'codex'],
  ['gemini', 'gemini-cli'],
  ['qwen', 'qwen-code'],
  ['copilot-cli', 'copilot'],
  ['GitHub_Copilot', 'copilot'],
  ['cursor-agent', 'cursor'],
])('hooks take %s, as people say, for %s', async (said, agent) => {
  const env = testEnv()
  const { stdout, exitCode } = await env.run('hooks', 'install', said, '--yes', '--json')
  expect([JSON.parse(stdout).agent, exitCode]).toEqual([agent, 0])
})

test('an agent that hooks are not known for is told what else there is; one mistyped, what was meant', async () => {
  const env = testEnv()
  expect((await env.run('hooks', 'install', 'aider')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: no hooks are known for 'aider'; hooks are known for claude-code, codex, gemini-cli, cursor, copilot, opencode, qwen-code
    hint: \`flightrec start --agent aider\` records what changes while it works, \`flightrec import FILE\` what it has written down itself; a program of your own can call \`flightrec hook generic\`.
    [exit 2]
    "
  `)
  const { stderr, exitCode } = await env.run('hooks', 'install', 'claud')
  expect([stderr, exitCode]).toEqual([expect.stringContaining('Did you mean `claude-code`?'), 2])
})

test('Qwen Code gets milliseconds: the seconds of Claude Code kill its hooks, which is noticed and mended', async () => {
  const env = testEnv()
  const path = settingsOf(env, 'qwen-code')
  await env.run('hooks', 'install', 'qwen-code', '--yes')
  const timeouts = () =>
    [...readFileSync(path, 'utf8').matchAll(/"timeout": (\d+)/g)].map(([, number]) =>
      Number(number),
    )
  expect(new Set(timeouts())).toEqual(new Set([5000]))
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('5000', '5'))
  const { stdout } = await env.run('hooks', 'status', 'qwen')
  expect(stdout).toContain('outdated')
  expect(stdout).toContain('qwen-code kills them after 5 ms')
  expect((await env.run('doctor')).stdout).toContain('qwen-code kills them after 5 ms')
  await env.run('hooks', 'install', 'qwen-code', '--yes')
  expect(new Set(timeouts())).toEqual(new Set([5000]))
})

test('the settings of one agent are not given the hooks of another, which reads them differently', async () => {
  const env = testEnv()
  const path = settingsOf(env, 'qwen-code', '{}')
  const refused = await env.run('hooks', 'install', 'claude-code', '--settings', path, '--yes')
  expect([refused.exitCode, readFileSync(path, 'utf8')]).toEqual([2, '{}'])
  expect(refused.stderr).toContain('is the file of qwen-code')
})

test('the diff is shown, and without a terminal or --yes nothing is changed', async () => {
  const env = testEnv()
  const path = settingsOf(env, 'cursor', '{\n  "version": 1,\n  "hooks": {}\n}\n')
  const refused = await env.run('hooks', 'install', 'cursor')
  expect([refused.exitCode, readFileSync(path, 'utf8')]).toEqual([
    2,
    '{\n  "version": 1,\n  "hooks": {}\n}\n',
  ])
  expect(refused.stdout).toContain('\n+     "sessionStart": [\n')
  expect(refused.stdout).toContain('\n-   "hooks": {}\n')
  expect(refused.stderr).toContain('--yes')
})

test('hooks of others, and later changes of the user, survive an install and a remove', async () => {
  const env = testEnv()
  const path = settingsOf(env, 'claude-code', FOREIGN)
  await env.run('hooks', 'install', 'claude-code', '--yes')
  const changed = readFileSync(path, 'utf8').replace('"opus"', '"sonnet"')
  expect(changed.replaceAll(/\s/g, '')).toContain('"command":"mine"')
  writeFileSync(path, changed)
  await env.run('hooks', 'remove', 'claude-code', '--yes')
  const removed = readFileSync(path, 'utf8')
  expect(removed).not.toContain('flightrec')
  const squeezed = (text: string) => text.replaceAll(/\s/g, '')
  expect(squeezed(removed)).toBe(squeezed(FOREIGN.replace('"opus"', '"sonnet"')))
})

test('a hook that someone has put beside ours in one group stays', async () => {
  const env = testEnv()
  const path = settingsOf(env, 'claude-code')
  await env.run('hooks', 'install', 'claude-code', '--yes')
  const settings = JSON.parse(readFileSync(path, 'utf8'))
  settings.hooks.Stop[0].hooks.push({ type: 'command', command: 'mine' })
  writeFileSync(path, JSON.stringify(settings))
  await env.run('hooks', 'remove', 'claude-code', '--yes')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    hooks: { Stop: [{ hooks: [{ type: 'command', command: 'mine' }] }] },
  })
})

test('what is no JSON, or no settings, is left alone, and the line is named', async () => {
  const cases = [
    ['{\n  "a": 1,\n  "hooks": {\n', /:4: not JSON \(CloseBraceExpected\)/],
    ['{"a" 1}', /:1: not JSON/],
    ['[]', /:1: not an object/],
    ['{\n"hooks": []}', /:2: 'hooks' is no object/],
    ['{"hooks": {\n"Stop": {}}}', /:2: 'hooks.Stop' is no list/],
    ['{"hooks":{},"hooks":{}}', /'hooks' is there twice/],
  ] as const
  for (const [text, message] of cases) {
    const env = testEnv()
    const path = settingsOf(env, 'claude-code', text)
    const { exitCode, stderr } = await env.run('hooks', 'install', 'claude-code', '--yes')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(message)
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect((await env.run('hooks', 'status', 'claude-code')).stdout).toContain('unreadable')
  }
  const env = testEnv()
  const path = settingsOf(env, 'claude-code', Buffer.from([0x7b, 0xff, 0x7d]))
  expect((await env.run('hooks', 'install', 'claude-code', '--yes')).exitCode).toBe(1)
  expect(readFileSync(path)).toEqual(Buffer.from([0x7b, 0xff, 0x7d]))
})

test('a link is followed to the real file, and stays a link', async () => {
  const env = testEnv()
  env.write('dotfiles/settings.json', '{}\n')
  mkdirSync(join(env.userHome, '.claude'))
  const link = join(env.userHome, '.claude/settings.json')
  symlinkSync(env.path('dotfiles/settings.json'), link)
  const { stderr } = await env.run('hooks', 'install', 'claude-code', '--yes')
  expect(env.normalise(stderr)).toContain('leads to <root>/dotfiles/settings.json')
  expect(env.read('dotfiles/settings.json')).toContain('flightrec-hook')
  await env.run('hooks', 'remove', 'claude-code', '--yes')
  expect(env.read('dotfiles/settings.json')).toBe('{}\n')
  expect(readFileSync(link, 'utf8')).toBe('{}\n')
})

test('what is no file, and a link that leads nowhere, are left alone: no pipe is waited for', async () => {
  const env = testEnv()
  const path = settingsOf(env, 'claude-code')
  mkdirSync(dirname(path), { recursive: true })
  const install = async () => (await env.run('hooks', 'install', 'claude-code', '--yes')).stderr
  symlinkSync('gone.json', path)
  expect(await install()).toMatch(/is a link to 'gone.json', which is not there\n.*hint: /s)
  expect(lstatSync(path).isSymbolicLink()).toBe(true)
  rmSync(path)
  execFileSync('mkfifo', [path])
  expect(await install()).toContain(`'${path}' is no file`)
  rmSync(path)
  mkdirSync(path)
  expect(await install()).toContain(`'${path}' is no file`)
})

test('hooks are installed once beside those of others for a later event', async () => {
  const env = testEnv()
  const path = settingsOf(env, 'claude-code', '{"hooks":{"Stop":[]}}')
  await env.run('hooks', 'install', 'claude-code', '--yes')
  const installed = readFileSync(path, 'utf8')
  const again = await env.run('hooks', 'install', 'claude-code')
  expect([again.exitCode, readFileSync(path, 'utf8')]).toEqual([0, installed])
  const status = JSON.parse((await env.run('hooks', 'status', 'claude-code', '--json')).stdout)
  expect(status.agents).toMatchObject([{ state: 'installed' }])
})

test('--settings names another file; unknown agents are refused with the known ones', async () => {
  const env = testEnv()
  await env.run('hooks', 'install', 'claude-code', '--yes', '--settings', '.claude/settings.json')
  expect(env.exists('.claude/settings.json')).toBe(true)
  expect(existsSync(join(env.userHome, '.claude'))).toBe(false)
  const { exitCode, stderr } = await env.run('hooks', 'install', 'vim')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('claude-code, codex, gemini-cli, cursor, copilot, opencode')
})

test('status names what keeps hooks from running', async () => {
  const env = testEnv()
  settingsOf(env, 'claude-code', '{"disableAllHooks": true}')
  await env.run('hooks', 'install', 'claude-code', '--yes')
  await env.run('hooks', 'install', 'codex', '--yes')
  const { stdout } = await env.run('hooks', 'status')
  expect(stdout).toContain('`disableAllHooks` is set')
  expect(stdout).toContain('approve')
  expect(stdout).toMatch(/cursor +missing/)
})

test('the plugin for OpenCode passes what happens, and never throws', async () => {
  const env = testEnv()
  await env.run('hooks', 'install', 'opencode', '--yes')
  const plugin = settingsOf(env, 'opencode')
  const script = `
    const { Flightrec } = await import(process.argv[1])
    const hooks = await Flightrec({ directory: '/w' })
    await hooks['tool.execute.before']({ tool: 'bash', sessionID: 's', callID: 'c' }, { args: { command: 'ls' } })
    await hooks['tool.execute.after'](undefined, undefined)
    await hooks.event({ event: undefined })
    await hooks.event({ event: { type: 'session.created', properties: { info: { id: 's' } } } })
    const circle = {}; circle.circle = circle
    await hooks['chat.message'](null, { parts: [circle] })`
  const module = join(env.base, 'plugin.mjs')
  writeFileSync(module, readFileSync(plugin))
  const clean = { PATH: process.env.PATH!, HOME: '/' }
  execFileSync(process.execPath, ['--input-type=module', '-e', script, module], { env: clean })
  const spool = join(env.home, 'spool')
  const hooks = readdirSync(join(spool, 'new')).map(
    (name) => JSON.parse(readFileSync(join(spool, 'tmp', name), 'utf8')).hook,
  )
  expect(hooks.sort()).toEqual(['event', 'tool.execute.after', 'tool.execute.before'])
})

describe('doctor', () => {
  async function problems(env: TestEnv, ...args: string[]): Promise<string[]> {
    const { stdout } = await env.run('doctor', '--json', ...args)
    const found = stdout.split('\n').filter(Boolean)
    return found
      .map((line) => JSON.parse(line))
      .filter(({ check }) => check === 'hooks')
      .map(({ problem, state }) => `${state}: ${env.normalise(problem)}`)
  }

  test('says nothing of hooks that run, nor of agents that have none of ours', async () => {
    const env = testEnv()
    settingsOf(env, 'gemini-cli', 'no JSON')
    expect(await problems(env)).toEqual([])
    await env.run('hooks', 'install', 'claude-code', '--yes')
    expect(await problems(env)).toEqual([])
  })

  test('names what switches them off, for the user, in a project, and until they are approved', async () => {
    const env = testEnv()
    settingsOf(env, 'claude-code', '{"disableAllHooks": true}')
    await env.run('hooks', 'install', 'claude-code', '--yes')
    await env.run('hooks', 'install', 'codex', '--yes')
    env.write('.claude/settings.local.json', '{"disableAllHooks":true}')
    await env.snapshot()
    expect(await problems(env)).toEqual([
      'left: `disableAllHooks` is set: no hook runs',
      'left: `disableAllHooks` is set in <root>/.claude/settings.local.json: no hook runs there',
      'left: codex has approved no hook',
    ])
    writeFileSync(join(env.userHome, '.codex/config.toml'), '[hooks.state]\n"x" = "y"\n')
    expect(await problems(env)).toHaveLength(2)
  })

  test('writes a script anew that is gone or may not be executed', async () => {
    const env = testEnv()
    await env.run('hooks', 'install', 'cursor', '--yes')
    const script = join(env.home, 'hooks/flightrec-hook')
    chmodSync(script, 0o600)
    expect(await problems(env)).toEqual([
      'mendable: <home>/hooks/flightrec-hook may not be executed: nothing is recorded',
    ])
    await env.run('doctor', '--fix')
    expect(await problems(env)).toEqual([])
    rmSync(script)
    expect((await problems(env, '--fix'))[0]).toMatch(/^mended: .* is gone/)
    expect(existsSync(script)).toBe(true)
  })

  test('names hooks that tell another home', async () => {
    const env = testEnv()
    await env.run('hooks', 'install', 'claude-code', '--yes')
    const other = join(env.base, 'other')
    const { stdout } = await env.runWith({ env: { FLIGHTREC_HOME: other } }, 'doctor', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      problem: `they tell another flightrec home: ${join(env.home, 'hooks/flightrec-hook')}`,
      remedy: expect.stringContaining('hooks install claude-code'),
    })
  })

  test('names settings that lost their shape since our hooks came', async () => {
    const env = testEnv()
    await env.run('hooks', 'install', 'claude-code', '--yes')
    settingsOf(env, 'claude-code', '{"hooks": ')
    expect((await problems(env))[0]).toContain('not JSON')
  })
})
