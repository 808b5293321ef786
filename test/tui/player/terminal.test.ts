/** The player on a real terminal, driven by tmux: what a person would see and press. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { formatCastHeader } from '../../../src/model/cast.ts'
import { type TestEnv, testEnv } from '../../helpers/test-env.ts'
import { hasTmux, Tmux } from '../../helpers/tmux.ts'
import { castOf, stepsCast } from './casts.ts'

if (!hasTmux) process.stderr.write('skipped: the player on a terminal, since tmux is missing\n')

let terminal: Tmux | undefined
afterEach(() => terminal?.close())

function written(env: TestEnv, cast: string): string {
  const path = join(env.base, 'a.cast')
  writeFileSync(path, cast)
  return path
}

interface Size {
  columns?: number
  rows?: number
  hasJobs?: boolean
}

function play(cast: string, args: readonly string[] = [], size: Size = {}): Tmux {
  const env = testEnv()
  const { columns = 80, rows = 24, hasJobs = false } = size
  const variables = { LC_ALL: 'C.UTF-8' }
  const argv = ['play', written(env, cast), ...args]
  terminal = new Tmux(env, columns, rows, { args: argv, variables, hasJobs })
  return terminal
}

describe.runIf(hasTmux)('on a real terminal', () => {
  test('pauses are cut as the recording says, unless the user says otherwise', async () => {
    const header = formatCastHeader({ columns: 80, rows: 24, idleTimeLimit: 5 })
    const cast = `${header}[0.1, "o", "one"]\n[60, "o", "two"]\n`
    await play(cast, ['--at', 'end']).shows('idle ≤5s')
    terminal?.close()
    await play(cast, ['--at', 'end', '--idle-limit', '3']).shows('idle ≤3s')
    terminal?.close()
    await play(stepsCast(3), ['--at', 'end']).shows('idle ≤2s')
  })

  test('another size of the recorded terminal is a mark, one for a window that was dragged', async () => {
    const sizes = '[10, "r", "90x30"]\n[0.1, "r", "91x30"]\n[0.1, "r", "92x30"]\n'
    const cast = `${formatCastHeader({ columns: 80, rows: 24 })}${sizes}[10, "o", "after"]\n`
    const screen = play(cast, ['--at', '0%'], { columns: 100, rows: 40 })
    await screen.shows('0:00 of 0:20')
    screen.press(']')
    await screen.shows('0:10 of 0:20')
    screen.press('[')
    await screen.shows('0:10 of 0:20')
    screen.press('g', ']', ']')
    await screen.shows('0:10 of 0:20')
    screen.press('q')
    await screen.shows('left with 0')
  })

  test('one plays, holds, steps both ways, searches, goes to a time, and leaves', async () => {
    const screen = play(stepsCast(60), ['--at', '50%'])
    await screen.shows(/step 29 of the docs[\s\S]*‖ \d\d:\d\d:\d\d {2}0:29 of 0:59/)
    screen.press('.', '.')
    await screen.shows('step 31 of')
    screen.press(',')
    await screen.shows('step 30 of')
    screen.press('Right', 'Right')
    await screen.shows('step 40 of')
    screen.press('2')
    await screen.shows('step 11 of')
    screen.type('/step 33')
    await screen.shows(/row 1 of 24[\s\S]*1 of 1 appearances/)
    screen.press('Enter')
    await screen.shows('n N next')
    screen.press('Escape')
    await screen.shows('t time')
    screen.press('t')
    await screen.shows('go to')
    screen.type('+38s')
    screen.press('Enter')
    await screen.shows('step 38 of')
    screen.press('G')
    await screen.shows('0:59 of 0:59')
    screen.press('q')
    expect(await screen.shows('left with 0')).not.toContain('step')
  })

  test('played at a multiple, it comes to its end by itself, and Space plays it again', async () => {
    const screen = play(stepsCast(60), ['--speed', '200'])
    await screen.shows('step 59 of the docs')
    screen.press('<', 'Space')
    await screen.shows(/step [1-4]?\d of the docs/)
  })

  test('a pause that is cut is passed in the time of its limit, and the clock stays true', async () => {
    const cast = castOf({
      output: [
        [0, 'before'],
        [3_600_000, '\r\nafter'],
      ],
    })
    const screen = play(cast, ['--idle-limit', '0.5'])
    await screen.shows('after')
    screen.press('i')
    await screen.shows('1:00:00 of 1:00:00')
  })

  test('any size shows what it can, from one cell to more than was recorded', async () => {
    const screen = play(stepsCast(3, { columns: 40, rows: 10 }), ['--at', 'end'])
    await screen.shows('step 2 of the docs')
    for (const [columns, rows] of [
      [1, 1],
      [2, 5],
      [13, 11],
      [30, 8],
      [200, 60],
    ] as const) {
      screen.resize(columns, rows)
      screen.press(',', '.')
    }
    await screen.shows(/step 2 of the docs {22}│\n[\s\S]*─┘\n[\s\S]*Space play/)
    screen.press('q')
    await screen.shows('left with 0')
  })

  test('Ctrl-Z gives the shell its terminal, and fg goes on where it was', async () => {
    const screen = play(stepsCast(60), ['--at', '0%'], { hasJobs: true })
    await screen.shows('step 0 of')
    screen.press('C-z')
    expect(await screen.shows(/left with 14\d/)).not.toContain('step')
    screen.press('Enter')
    await screen.shows('step 0 of')
    screen.press('.')
    await screen.shows('step 1 of')
  })

  test('without true colour and without UTF-8 all that is drawn around the picture is ASCII', async () => {
    const screen = play(stepsCast(30), ['--at', '50%', '--ascii'])
    const shown = await screen.shows(/" \d\d:\d\d:\d\d {2}0:14 of 0:29/)
    expect(shown).toMatch(/^ =+\*-+ ?$/m)
    expect(shown).toMatch(/^[\x20-\x7e\n]*$/)
  })

  test('what is no cast, or has nothing in it, is said before the terminal is taken', async () => {
    const env = testEnv()
    const argv = ['play', written(env, 'not a cast\n')]
    terminal = new Tmux(env, 200, 24, { args: argv })
    await terminal.shows('left with 1')
    expect(terminal.screen()).toMatch(/flightrec: .*a\.cast/)
    terminal.close()
    const screen = play(castOf({ output: [] }))
    await screen.shows('0:00')
    screen.press('q')
    await screen.shows('left with 0')
  })
})

test('without a terminal it says which command shows the same as text', async () => {
  const env = testEnv()
  const result = await env.run('play', written(env, stepsCast(2)))
  expect(result.exitCode).toBe(2)
  expect(result.stderr).toContain('playing needs a terminal, and this is none')
  expect(result.stderr).toContain('flightrec frames')
})

test('what is not there is named, with what to do', async () => {
  const env = testEnv()
  await env.snapshot()
  for (const [name, code] of [
    ['rec_0123456789abcdef', 'no recording'],
    ['sess_0123', 'no session'],
    ['gone.cast', 'gone.cast'],
  ] as const) {
    const { stdout, exitCode } = await env.runOnTerminal({ stdin: '' }, 'play', name)
    expect(stdout).toContain(code)
    expect(exitCode).not.toBe(0)
  }
})
