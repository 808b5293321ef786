/** A program below `flightrec run` and the terminal around it: keys, sizes, signals, and ends of every kind. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { backgroundEnv } from '../helpers/background-env.ts'
import { endedOnTerminal, hasPty, OnTerminal } from '../helpers/on-terminal.ts'
import { recordedCasts } from '../helpers/recorded-cast.ts'
import type { TestEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

const SHORT_PROGRAMS = 200
const AT_ONCE = 8

function run(env: TestEnv, ...command: string[]): OnTerminal {
  return OnTerminal.flightrec(env, {}, 'run', '--', ...command)
}

/** A shell with jobs, that runs `flightrec` when it is typed. */
function shellWith(env: TestEnv): OnTerminal {
  const program = join(import.meta.dirname, '../../dist/main.js')
  env.write('rc', `flightrec() { '${process.execPath}' '${program}' "$@"; }\nPS1='ready> '\n`)
  return new OnTerminal(env, { columns: 200 }, [
    'bash',
    '--noprofile',
    '--rcfile',
    env.path('rc'),
    '-i',
  ])
}

function pidIn(env: TestEnv, name: string): number {
  return Number(env.read(name))
}

function parentOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe.skipIf(!hasPty)('a program below run', () => {
  test('loses no output, however short it lives: neither on the screen nor in the recording', async () => {
    const env = backgroundEnv()
    const words = 'x'.repeat(20_479)
    env.write('say.sh', `#!/bin/sh\nexec /bin/echo ${words}\n`, 0o755)
    let left = SHORT_PROGRAMS
    let whole = 0
    const some = async () => {
      while (left > 0) {
        left -= 1
        const program = new OnTerminal(env, {}, [env.path('say.sh')])
        const { output, exitCode } = await program.ended()
        if (output.length === words.length + 2 && exitCode === 0) whole += 1
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, some))
    expect(whole).toBe(SHORT_PROGRAMS)
    for (let n = 0; n < 5; n += 1) {
      const ended = await endedOnTerminal(env, {}, 'run', '--', './say.sh')
      expect(ended.output.length).toBe(words.length + 2)
    }
    const outputs = (await recordedCasts(env)).map(({ output }) => output)
    expect(outputs).toEqual(Array.from({ length: 5 }, () => `${words}\r\n`))
  })

  test('gets each key at once and as it is, and the terminal is as before when it ends', async () => {
    const env = backgroundEnv()
    const shell = shellWith(env)
    await shell.shows('ready> ')
    shell.type(
      'stty -a > before; flightrec run -- sh -c "stty raw -echo; echo set; head -c 3 | od -An -tx1"\r',
    )
    await shell.shows(/[\r\n]set/)
    shell.type('\x03\x1a\n')
    await shell.shows(/03 1a 0a/)
    shell.type('stty -a > after; exit\r')
    await shell.ended()
    expect(env.read('after')).toBe(env.read('before'))
  })

  test('is told when the terminal is resized, and so is the recording', async () => {
    const env = backgroundEnv()
    const script = 'trap "stty size; exit 0" WINCH; echo up; while :; do sleep 0.05; done'
    const program = run(env, 'sh', '-c', script)
    await program.shows('up')
    program.resize(61, 17)
    const ended = await program.ended()
    expect(ended.shown).toContain('17 61')
    const [cast] = await recordedCasts(env)
    expect(cast!.events.map(([, code, data]) => [code, data])).toContainEqual(['r', '61x17'])
  })

  test('is stopped by Ctrl-Z and goes on with fg, as any job of the shell', async () => {
    const env = backgroundEnv()
    const shell = shellWith(env)
    await shell.shows('ready> ')
    const script = 'echo up; read line; echo "got $line"'
    shell.type(`flightrec run -- sh -c '${script}'; echo "left $?"\r`)
    await shell.shows(/up\r\n/)
    shell.type('\x1a')
    await shell.shows(/Stopped/)
    shell.type('echo in the shell\r')
    await shell.shows(/\rin the shell/)
    shell.type('fg\r')
    await shell.shows(/Stopped.*fg.*main\.js/s)
    shell.type('more\r')
    await shell.shows(/got more/)
    shell.type('exit\r')
    await shell.ended()
    expect((await recordedCasts(env))[0]!.recording.exit_code).toBe(0)
  })

  test('that stops itself, as Claude Code does, hangs nobody', async () => {
    const env = backgroundEnv()
    const shell = shellWith(env)
    await shell.shows('ready> ')
    shell.type(`flightrec run -- sh -c 'kill -STOP $$; echo on again'\r`)
    await shell.shows(/Stopped/)
    shell.type('fg\r')
    await shell.shows(/\non again/)
    shell.type('exit\r')
    await shell.ended()
  })

  test('gets SIGTERM that is meant for it, and its terminal goes when the one outside goes', async () => {
    const env = backgroundEnv()
    const script = 'echo $PPID > up; trap "exit 9" TERM; while :; do sleep 0.05; done'
    const program = run(env, 'sh', '-c', script)
    await until('it is up', () => env.exists('up') && env.read('up') !== '')
    // Its parent is the shell that has started it, and that one's is flightrec.
    process.kill(parentOf(pidIn(env, 'up')), 'SIGTERM')
    expect((await program.ended()).exitCode).toBe(9)
    const other = run(env, 'sh', '-c', 'echo $$ > pid; exec sleep 600')
    await until('the other is up', () => env.exists('pid') && env.read('pid') !== '')
    const pid = pidIn(env, 'pid')
    other.hangUp()
    await until('it is gone', () => !isAlive(pid))
    const isOver = async () => (await recordedCasts(env)).every(({ recording }) => recording.ended)
    await until('its recording has an end', isOver)
  })

  test('goes on when the daemon is killed, and all it shows is recorded', async () => {
    const env = backgroundEnv()
    const program = run(env, 'sh', '-c', 'echo one; read line; echo two; echo x > late.txt')
    await program.shows('one')
    const lock = JSON.parse(readFileSync(join(env.home, 'run/lock'), 'utf8')) as { pid: number }
    process.kill(lock.pid, 'SIGKILL')
    await until('the daemon is gone', () => !isAlive(lock.pid))
    program.type('\r')
    const { shown } = await program.ended()
    expect(shown).toMatch(/two\r\nflightrec: the daemon was killed and started anew: [^\n]*\n$/)
    expect((await recordedCasts(env))[0]!.output).toMatch(/two\r\n$/)
    expect((await env.run('sessions')).stdout).toMatch(/1 file\b/)
    expect((await env.run('daemon', 'status', '--json')).stdout).toContain('"running":true')
  })

  test('has the daemon started anew while it goes on, since what it changes is to be recorded one by one', async () => {
    const env = backgroundEnv()
    const program = run(env, 'sh', '-c', 'echo one; read line; echo x > late.txt; read line')
    await program.shows('one')
    const owner = () =>
      JSON.parse(readFileSync(join(env.home, 'run/lock'), 'utf8')) as { pid: number }
    const { pid } = owner()
    process.kill(pid, 'SIGKILL')
    await until('another records', () => owner().pid !== pid && isAlive(owner().pid))
    const snapshots = async () => (await env.run('log', '--oneline')).stdout.split('\n').length
    const before = await snapshots()
    program.type('\r')
    await until('what it has changed is recorded', async () => (await snapshots()) > before)
    expect(program.hasEnded).toBe(false)
    program.type('\r')
    await program.ended()
  })

  test('leaves a daemon alone that was stopped by its user', async () => {
    const env = backgroundEnv()
    const program = run(env, 'sh', '-c', 'echo one; read line')
    await program.shows('one')
    await env.run('daemon', 'stop')
    program.type('\r')
    expect((await program.ended()).shown).not.toContain('daemon')
    expect((await env.run('daemon', 'status', '--json')).stdout).toContain('"running":false')
  })

  test('whose recorder is killed leaves a recording that can be read', async () => {
    const env = backgroundEnv()
    const program = run(env, 'sh', '-c', 'echo $PPID > up; echo shown; sleep 600')
    await program.shows('shown')
    await until('it is on disk', async () => {
      return (await recordedCasts(env))[0]?.output.includes('shown') ?? false
    })
    process.kill(parentOf(pidIn(env, 'up')), 'SIGKILL')
    expect((await program.ended()).exitCode).toBe(137)
    expect((await recordedCasts(env))[0]!.output).toBe('shown\r\n')
  })

  test('whose recorder is killed leaves a terminal that can be used, since nobody else would set it back', async () => {
    const env = backgroundEnv()
    const flightrec = `'${process.execPath}' '${join(import.meta.dirname, '../../dist/main.js')}'`
    const program = `printf '\\033[?1049h\\033[?1003h\\033[?25l'; echo \\$PPID > up; exec sleep 600`
    // A shell without editing of lines leaves the terminal as it finds it.
    const settings = 'until stty -a | grep -q " icanon.* echo "; do :; done; echo as before'
    const shell = new OnTerminal(env, {}, [
      ...['sh', '-c', `${flightrec} run -- sh -c "${program}"; ${settings}; stty -a`],
    ])
    await shell.shows('\x1b[?25l')
    await until('it is up', () => existsSync(env.path('up')))
    process.kill(parentOf(pidIn(env, 'up')), 'SIGKILL')
    await shell.shows('as before')
    const { shown } = await shell.ended()
    expect(shown).toMatch(/\sopost/)
    const after = shown.slice(shown.indexOf('\x1b[?25l'))
    for (const back of ['?1003l', '?25h', '?1049l']) expect(after).toContain(`\x1b[${back}`)
  })

  test('sets its terminal back itself as a rule, and then nobody else writes to it', async () => {
    const env = backgroundEnv()
    const { shown } = await run(env, 'printf', '\\033[?1049hin\\033[?1049lout').ended()
    expect(shown).toMatch(/\x1b\[\?1049hin\x1b\[\?1049lout$/)
  })

  test('runs where nothing can be recorded, and one word says so', async () => {
    const env = backgroundEnv()
    env.write('no-folder', '')
    const variables = { FLIGHTREC_HOME: env.path('no-folder/home') }
    const ended = await endedOnTerminal(
      env,
      { env: variables },
      'run',
      '--',
      'sh',
      '-c',
      'echo up; exit 4',
    )
    expect(ended.exitCode).toBe(4)
    expect(ended.shown).toMatch(
      /^flightrec: the session is not recorded: [^\n]*\r\n(?:flightrec: [^\n]*\r\n)?up\r\n/,
    )
    expect(existsSync(env.path('no-folder/home'))).toBe(false)
  })

  test('has its typed input recorded when that is asked for, and never where it is not shown', async () => {
    const env = backgroundEnv()
    const script =
      'echo name?; read name; stty -echo; echo password?; read word; stty echo; echo done'
    const program = OnTerminal.flightrec(env, {}, 'run', '--input', '--', 'sh', '-c', script)
    await program.shows('name?')
    program.type('ann\r')
    await program.shows('password?')
    program.type('opensesame\r')
    await program.ended()
    const [cast] = await recordedCasts(env)
    const typed = cast!.events.flatMap(([, code, data]) => (code === 'i' ? [data] : [])).join('')
    expect(typed).toBe('ann\r')
    expect(cast!.text).not.toContain('opensesame')
    const quiet = run(env, 'sh', '-c', 'echo name?; read name')
    await quiet.shows('name?')
    quiet.type('bob\r')
    await quiet.ended()
    const events = (await recordedCasts(env))[1]!.events.map(([, code]) => code)
    expect(events).not.toContain('i')
  })
})

test.skipIf(!hasPty)(
  'with --terminal always a terminal is recorded where there is none outside',
  async () => {
    const env = backgroundEnv()
    const script = 'test -t 0 && test -t 1 && echo terminal; cat'
    const words = ['run', '--terminal', 'always', '--', 'sh', '-c', script]
    const ended = await env.runWith({ stdin: 'typed\n' }, ...words)
    // What is typed is shown by the terminal as soon as it comes, and once more by cat.
    expect(ended.stdout.split('\r\n').sort()).toEqual(['', 'terminal', 'typed', 'typed'])
    expect((await recordedCasts(env))[0]!.output).toBe(ended.stdout)
  },
)
