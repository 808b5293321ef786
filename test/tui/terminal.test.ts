/** The screens on a real terminal, driven by tmux: what a person would see and press. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { hasTmux, Tmux } from '../helpers/tmux.ts'

/** Room for any temporary folder's path in one line. */
const WIDE = 400

if (!hasTmux)
  process.stderr.write('skipped: the screens on a real terminal, since tmux is missing\n')

let terminal: Tmux | undefined
afterEach(() => terminal?.close())

async function recorded(): Promise<TestEnv> {
  const env = testEnv()
  env.write('src/app.ts', 'export const port = 80\n')
  env.write('.env', 'KEY=1\n')
  await env.snapshot()
  env.write('src/app.ts', 'export const port = 8080 // 日本\n')
  await env.snapshot()
  env.remove('.env')
  await env.snapshot()
  return env
}

describe.runIf(hasTmux)('on a real terminal', () => {
  test('one opens, filters, reads a diff, restores a file, undoes that, and leaves', async () => {
    const env = await recorded()
    terminal = new Tmux(env, 80, 24)
    await terminal.shows('1 of 3')
    terminal.press('f')
    await terminal.shows('filter (path:')
    terminal.type('path:src/app.ts')
    terminal.press('Enter')
    await terminal.shows('1 of 2')
    terminal.press('Enter')
    await terminal.shows('~ src/app.ts')
    terminal.press('Enter')
    await terminal.shows('+ export const port = 8080 // 日本')
    terminal.press('B')
    await terminal.shows('This is the plan. Do it? Press y.')
    terminal.press('y')
    await terminal.shows('Restored 1 path')
    expect(env.read('src/app.ts')).toBe('export const port = 80\n')
    for (const below of ['@@', '▌~ src/app.ts', '1 of 3']) {
      terminal.press('BSpace')
      await terminal.shows(below)
    }
    terminal.press('g', 'u')
    await terminal.shows('Would undo')
    terminal.press('y')
    await terminal.shows('Undid')
    expect(env.read('src/app.ts')).toBe('export const port = 8080 // 日本\n')
    terminal.press('q')
    const left = await terminal.shows('left with 0')
    expect(left).not.toContain('timeline')
  })

  test('a snapshot that lands while it is open appears, and a resize redraws all of it', async () => {
    const env = await recorded()
    terminal = new Tmux(env, 80, 24)
    await terminal.shows('1 of 3')
    env.write('new.txt', 'n\n')
    await env.snapshot()
    await terminal.shows('1 of 4')
    for (const [columns, rows] of [
      [40, 10],
      [150, 40],
      [80, 24],
      [20, 3],
    ] as const) {
      terminal.resize(columns, rows)
      await terminal.shows(/new\.txt|20\d{6}T/)
      const lines = (await terminal.shows('flightrec')).split('\n')
      expect(lines.filter((line) => line.includes('timeline')).length).toBeLessThanOrEqual(1)
    }
  })

  test('an editor gets the terminal and gives it back', async () => {
    const env = await recorded()
    env.write('editor', '#!/bin/sh\nprintf "edited: "; read line; echo "$line" > "$1"\n', 0o755)
    await env.snapshot()
    terminal = new Tmux(env, 80, 24, { variables: { EDITOR: env.path('editor') } })
    await terminal.shows('1 of 4')
    terminal.press('G', 'Enter')
    await terminal.shows('+ src/app.ts')
    terminal.press('G', 'Enter')
    await terminal.shows('+ export')
    terminal.press('e')
    await terminal.shows('edited:')
    terminal.type('jq typed there')
    terminal.press('Enter')
    await terminal.shows('+ export')
    expect(env.read('src/app.ts')).toBe('jq typed there\n')
    terminal.press('q')
    await terminal.shows('left with 0')
  })

  test('where nothing is recorded yet it says what to run', async () => {
    terminal = new Tmux(testEnv(), WIDE, 10)
    const left = await terminal.shows('left with 10')
    expect(left).toMatch(/nothing is recorded in \S+ yet\s+hint: Run `flightrec watch \.`/)
  })

  test('outside all recorded folders one chooses among the roots first', async () => {
    const env = await recorded()
    const second = join(env.base, 'second')
    mkdirSync(second)
    writeFileSync(join(second, 'two.txt'), '2\n')
    await env.runWith({ cwd: second }, 'watch', '--once', second)
    terminal = new Tmux(env, WIDE, 24, { folder: env.base })
    await terminal.shows(/▌second .*\n .*-1/)
    terminal.press('j', 'Enter')
    await terminal.shows('1 of 3')
    terminal.press('q')
    await terminal.shows('left with 0')
  })

  test('Ctrl-Z gives the shell its terminal, and fg takes it again', async () => {
    const env = await recorded()
    terminal = new Tmux(env, 80, 24, { hasJobs: true })
    await terminal.shows('1 of 3')
    terminal.press('C-z')
    expect(await terminal.shows(/left with 14\d/)).not.toContain('timeline')
    terminal.press('Enter')
    await terminal.shows('1 of 3')
    terminal.press('j')
    await terminal.shows('2 of 3')
  })

  test('Ctrl-Z where no shell could go on with it stops nothing', async () => {
    const env = await recorded()
    terminal = new Tmux(env, 80, 24)
    await terminal.shows('1 of 3')
    terminal.press('C-z')
    await new Promise((wait) => setTimeout(wait, 300))
    terminal.press('j')
    await terminal.shows('2 of 3')
  })

  test('a pasted escape sequence ends nothing', async () => {
    const env = await recorded()
    terminal = new Tmux(env, 80, 24)
    await terminal.shows('1 of 3')
    for (const sequence of ['\u001b[31m', '\u001b[1;31m', '\u001b]0;x\u0007', '\u001b[2;5u']) {
      terminal.type(sequence)
      terminal.press('g', 'j')
      await terminal.shows('2 of 3')
    }
  })

  test('Ctrl-C leaves and gives the terminal back as it was', async () => {
    const env = await recorded()
    terminal = new Tmux(env, 80, 24)
    await terminal.shows('1 of 3')
    terminal.press('C-c')
    expect(await terminal.shows('left with')).not.toContain('timeline')
  })
})
