/** The player on a real terminal with a session beside it: screens are opened from it and left again. */
import { execFileSync } from 'node:child_process'
import { afterEach, describe, expect, test } from 'vitest'
import { backgroundEnv } from '../../helpers/background-env.ts'
import { recordedAgent } from '../../helpers/recorded-agent.ts'
import type { TestEnv } from '../../helpers/test-env.ts'
import { hasTmux, Tmux } from '../../helpers/tmux.ts'

let terminal: Tmux | undefined
afterEach(() => terminal?.close())

let playedAgent = ''

/** Plays the terminal of an agent, held at the end, whose last step has written a file. */
async function played(env: TestEnv): Promise<Tmux> {
  const { agent } = await recordedAgent(env)
  playedAgent = agent
  const variables = { LC_ALL: 'C.UTF-8' }
  terminal = new Tmux(env, 100, 30, { args: ['play', agent, '--at', 'end'], variables })
  await terminal.shows(/step \d[^\n]* ~1$/m)
  return terminal
}

function playerPid(): number {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  const player = all.find(
    (line) =>
      line.includes(`${process.execPath} `) && line.includes(playedAgent) && !line.includes('echo'),
  )
  return Number.parseInt(player!, 10)
}

describe.runIf(hasTmux)('from a step of the session', () => {
  test('what it changed is opened, and Esc leads back to the same moment', async () => {
    const screen = await played(backgroundEnv())
    const before = screen.screen()
    screen.press('d')
    await screen.shows(/1 change: \+1 {2}a\b/)
    screen.press('Escape')
    await screen.shows(/step \d[^\n]* ~1$/m)
    expect(screen.screen()).toContain(/\d:\d\d of \d:\d\d/.exec(before)![0])
    screen.press('q')
    await screen.shows('left with 0')
  })

  test('an Esc that is typed in the same breath is meant for the screen that is opened, and not lost', async () => {
    const screen = await played(backgroundEnv())
    screen.press('v')
    await screen.shows('copied')
    // What was said goes with the next key, but is not drawn anew before the player is back.
    screen.press('d', 'Escape')
    await screen.shows(/step \d[^\n]* ~1$/m)
    screen.press('q')
    await screen.shows('left with 0')
  })

  test('the words that are searched for are found in all that is recorded, and each place is opened', async () => {
    const screen = await played(backgroundEnv())
    screen.type('/create a')
    await screen.shows('appears nowhere')
    screen.press('Enter', 'F')
    await screen.shows(/everywhere: create a[\s\S]* sess_\w{7}#3 +create a$/m)
    screen.press('Enter')
    await screen.shows(/type +FILE_WRITE/)
    screen.press('Escape')
    await screen.shows('everywhere: create a')
    screen.press('Escape')
    await screen.shows('n N next, previous')
    screen.press('q')
    await screen.shows('left with 0')
  })

  test('a player whose terminal goes gives it back as it was', async () => {
    const screen = await played(backgroundEnv())
    process.kill(playerPid(), 'SIGHUP')
    await screen.shows('left with 130')
  })
})
