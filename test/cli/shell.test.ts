/** Agents are recorded from the shell without a thought, and start whatever has become of flightrec. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const SHELLS = { bash: '.bashrc', zsh: '.zshrc', fish: '.config/fish/config.fish' } as const
type Shell = keyof typeof SHELLS

const isThere = (program: string) => spawnSync(program, ['--version']).status === 0

function rcOf(env: TestEnv, shell: Shell, content?: string | Buffer): string {
  const path = join(env.userHome, SHELLS[shell])
  mkdirSync(dirname(path), { recursive: true })
  if (content !== undefined) writeFileSync(path, content)
  return path
}

const pathOf = (env: TestEnv) => ({ PATH: `${programs(env)}:${dirname(process.execPath)}` })

async function install(env: TestEnv, shell: Shell, ...agents: string[]) {
  const named = (agents.length > 0 ? agents : ['claude']).flatMap((name) => ['--agent', name])
  const result = await env.runWith(
    { env: pathOf(env) },
    'shell',
    'install',
    shell,
    '--yes',
    ...named,
  )
  expect(result.exitCode, result.stderr).toBe(0)
}

describe('remove gives the file back byte for byte', () => {
  const files: Record<string, string | Buffer | undefined> = {
    'where there was none': undefined,
    'where it was empty': '',
    'where it ends as files do': 'alias a=b\n',
    'where its last line has no end': 'alias a=b',
    'where lines end as on Windows': 'alias a=b\r\nx=1\r\n',
    'where it ends in blank lines': 'x=1\n\n\n',
    'where it is no UTF-8': Buffer.from([0x78, 0x3d, 0xff, 0xfe, 0x0a, 0xc3]),
  }
  describe.each(Object.keys(SHELLS) as Shell[])('%s', (shell) => {
    test.each(Object.entries(files))('%s', async (_, content) => {
      const env = testEnv()
      const path = rcOf(env, shell, content)
      await install(env, shell)
      expect(readFileSync(path, 'latin1')).toContain('flightrec run')
      const once = readFileSync(path)
      await install(env, shell)
      expect(readFileSync(path)).toEqual(once)
      await install(env, shell, 'codex')
      expect((await env.run('shell', 'remove', shell, '--yes')).exitCode).toBe(0)
      if (content === undefined) expect(existsSync(path)).toBe(false)
      else expect(readFileSync(path)).toEqual(Buffer.from(content))
    })
  })

  test('also what was written before and behind the block since', async () => {
    const env = testEnv()
    const path = rcOf(env, 'bash', 'a=1')
    await install(env, 'bash')
    writeFileSync(path, `# new\n${readFileSync(path, 'utf8')}b=2\n`)
    await env.run('shell', 'remove', 'bash', '--yes')
    expect(readFileSync(path, 'utf8')).toBe('# new\na=1\nb=2\n')
  })

  test('a link stays one, and the file behind it keeps its mode', async () => {
    const env = testEnv()
    const real = join(env.userHome, 'dotfiles')
    writeFileSync(real, 'a=1\n')
    chmodSync(real, 0o640)
    const path = join(env.userHome, '.bashrc')
    symlinkSync('dotfiles', path)
    await install(env, 'bash')
    expect(readlinkSync(path)).toBe('dotfiles')
    expect(statSync(real).mode & 0o777).toBe(0o640)
    await env.run('shell', 'remove', 'bash', '--yes')
    expect(readFileSync(real, 'utf8')).toBe('a=1\n')
  })
})

describe('what is asked for that cannot be done is told, and nothing is changed', () => {
  test('a block without its last line', async () => {
    const env = testEnv()
    const path = rcOf(env, 'bash', '')
    await install(env, 'bash')
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^# <<<.*\n/m, ''))
    const before = readFileSync(path)
    const { exitCode, stderr } = await env.run('shell', 'remove', 'bash', '--yes')
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('lost its last line')])
    expect(readFileSync(path)).toEqual(before)
    const status = JSON.parse((await env.run('shell', 'status', '--json')).stdout)
    expect(status.shells[0]).toMatchObject({ shell: 'bash', state: 'unreadable' })
  })

  test('a name that is none', async () => {
    const env = testEnv()
    const { exitCode } = await env.run('shell', 'install', 'bash', '--yes', '--agent', 'a b; rm')
    expect(exitCode).toBe(2)
    expect(existsSync(join(env.userHome, '.bashrc'))).toBe(false)
  })

  test('a start-up file that is a link to nowhere', async () => {
    const env = testEnv()
    symlinkSync('nowhere', join(env.userHome, '.bashrc'))
    const { stderr } = await env.run('shell', 'install', 'bash', '--yes', '--agent', 'claude')
    expect(stderr).toContain('which is not there')
  })
})

test('status names the shells, the files and the agents', async () => {
  const env = testEnv()
  await install(env, 'zsh', 'claude', 'codex')
  const { stdout } = await env.runWith({ env: pathOf(env) }, 'shell', 'status', '--json')
  const { shells } = JSON.parse(stdout)
  expect(shells).toMatchObject([
    { shell: 'bash', state: 'missing', agents: [] },
    { shell: 'zsh', state: 'installed', agents: ['claude', 'codex'] },
    { shell: 'fish', state: 'missing' },
  ])
})

/** Programs that stand in for flightrec, one way or another of being there. */
const FLIGHTRECS: Record<string, ((path: string) => void) | undefined> = {
  'when flightrec is gone': undefined,
  'when flightrec ends in failure as it starts': (path) => script(path, 'exit 1'),
  'when flightrec has an error in its syntax': (path) => script(path, 'if then ('),
  'when flightrec cannot be executed': (path) => {
    script(path, 'exit 0')
    chmodSync(path, 0o600)
  },
  'when flightrec is a folder': (path) => void mkdirSync(path),
}

function script(path: string, body: string): void {
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 })
}

/** Makes programs that say how they were started; returns the PATH to find them by. */
function programs(env: TestEnv): string {
  const [agents, own] = [join(env.userHome, 'agents'), join(env.userHome, 'own')]
  if (!existsSync(own)) {
    for (const folder of [agents, own]) mkdirSync(folder, { recursive: true })
    script(join(agents, 'claude'), 'echo "agent<$*> via $VIA."; exit 7')
    const begun = '[ "$2" = --begun ] && { rm "$3"; shift 2; }'
    const run = `${begun}; shift 2; export VIA=flightrec; exec "$@"`
    script(
      join(own, 'flightrec'),
      `[ "$1 $2" = "shell check" ] && echo >> ${own}/checked && exit 0; ${run}`,
    )
  }
  return `${own}:${agents}:/usr/bin:/bin`
}

/** Types lines into a shell on a terminal of its own, and returns what is seen. */
function type(env: TestEnv, shell: Shell, lines: string, variables: Record<string, string> = {}) {
  const file = join(env.userHome, 'typed')
  writeFileSync(file, lines)
  const inner = shell === 'fish' ? `fish -i -C 'source ${file}; exit'` : `${shell} -i`
  const { stdout } = spawnSync('script', ['-qec', inner, '/dev/null'], {
    env: {
      HOME: env.userHome,
      PATH: programs(env),
      TERM: 'dumb',
      PS1: '',
      LC_ALL: 'C',
      ...variables,
    },
    input: shell === 'fish' ? '' : `${lines}\nexit\n`,
    encoding: 'utf8',
    timeout: 60_000,
  })
  return stdout
}

describe.each(Object.keys(SHELLS) as Shell[])('an interactive %s', (shell) => {
  const status = shell === 'fish' ? '$status' : '$?'
  const testHere = test.skipIf(!isThere(shell) || !isThere('script'))

  testHere('starts the agent through flightrec, with its arguments and its exit code', async () => {
    const env = testEnv()
    rcOf(env, shell, '')
    await install(env, shell)
    const seen = type(env, shell, `claude -p 'two words'; echo "code:${status}"`)
    expect(seen).toContain('agent<-p two words> via flightrec.')
    expect(seen).toContain('code:7')
  })

  testHere(
    'asks flightrec whether it works only where there is no home yet, since that takes time',
    async () => {
      const env = testEnv()
      rcOf(env, shell, '')
      await install(env, shell)
      expect(type(env, shell, 'claude x')).toContain('agent<x> via flightrec.')
      const checked = join(env.userHome, 'own/checked')
      expect(existsSync(checked)).toBe(true)
      rmSync(checked)
      const run = join(env.userHome, '.flightrec/run')
      mkdirSync(run, { recursive: true, mode: 0o700 })
      expect(type(env, shell, 'claude x')).toContain('agent<x> via flightrec.')
      expect(existsSync(checked)).toBe(false)
      expect(readdirSync(run)).toEqual([])
    },
  )

  testHere('does not start the agent when Ctrl-C has ended flightrec before it did', async () => {
    const env = testEnv()
    rcOf(env, shell, '')
    await install(env, shell)
    mkdirSync(join(env.userHome, '.flightrec/run'), { recursive: true, mode: 0o700 })
    script(join(env.userHome, 'own/flightrec'), 'exit 130')
    const seen = type(env, shell, `claude x; echo "code:${status}"`)
    expect(seen).toContain('code:130')
    expect(seen).not.toContain('agent<')
  })

  testHere.each(
    Object.entries(FLIGHTRECS).flatMap(([how, make]) => [
      [`${how}, before there is a home`, make, false] as const,
      [how, make, true] as const,
    ]),
  )('starts the agent %s', async (_, make, hasHome) => {
    const env = testEnv()
    rcOf(env, shell, '')
    await install(env, shell)
    if (hasHome) mkdirSync(join(env.userHome, '.flightrec/run'), { recursive: true, mode: 0o700 })
    const path = join(env.userHome, 'own/flightrec')
    rmSync(path)
    make?.(path)
    const seen = type(env, shell, `claude x; echo "code:${status}"`)
    expect(seen).toContain('agent<x> via .')
    expect(seen).toContain('code:7')
  })

  testHere(
    'starts it without flightrec where that is asked for, or no person looks on',
    async () => {
      const env = testEnv()
      rcOf(env, shell, '')
      await install(env, shell)
      const lines = ['command claude one', 'claude two | cat', 'echo in | claude three']
      expect(type(env, shell, lines.join('\n')).match(/agent<\w+> via \w*\./g)).toEqual([
        'agent<one> via .',
        'agent<two> via .',
        'agent<three> via .',
      ])
      const seen = type(env, shell, 'claude four', { FLIGHTREC_TERMINAL: '0' })
      expect(seen).toContain('agent<four> via .')
    },
  )

  testHere('keeps an alias and a function of the user that have the name of an agent', async () => {
    const env = testEnv()
    if (shell !== 'fish') {
      rcOf(env, shell, "alias claude='claude --mine'\n")
      await install(env, shell)
      expect(type(env, shell, 'claude x')).toContain('agent<--mine x> via flightrec.')
    }
    const own = shell === 'fish' ? 'function codex; echo mine; end' : 'codex() { echo mine; }'
    rmSync(rcOf(env, shell), { force: true })
    rcOf(env, shell, `${own}\n`)
    await install(env, shell, 'codex')
    expect(type(env, shell, 'codex')).toContain('mine')
  })
})

describe.each(['bash', 'zsh'] as const)('a script of %s that reads the start-up file', (shell) => {
  test.skipIf(!isThere(shell)).each(['-u', '-e', '-eu'])('works under set %s', async (flags) => {
    const env = testEnv()
    const path = rcOf(env, shell, '')
    await install(env, shell)
    const text = `set ${flags}\n. ${path}\n. ${path}\nx=$(claude a || true)\necho "$x"\necho end\n`
    const { stdout, stderr } = spawnSync(shell, ['-c', text], {
      env: { HOME: env.userHome, PATH: programs(env) },
      encoding: 'utf8',
    })
    expect([stdout, stderr]).toEqual(['agent<a> via .\nend\n', ''])
  })
})
