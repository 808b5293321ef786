/** Puts screens on the terminal and returns when the user leaves the first of them. */
import { performAct } from '../daemon/perform-act.ts'
import type { Home } from '../store/home/home.ts'
import { sleep } from '../system/clock.ts'
import { withoutVariable } from '../system/environment.ts'
import { Desk } from './desk.ts'
import type { Palette } from './line.ts'
import type { Outside } from './outside.ts'
import { Records } from './records.ts'
import type { Screen } from './screen.ts'
import { openersFor } from './screens/openers-for.ts'
import { Terminal } from './terminal.ts'

/** How long the first picture waits for the first page; a store in trouble may take longer. */
const FIRST_PAGE_MS = 150

/** What screens are shown with, wherever they are opened. */
export interface DeskRequest {
  home: Home
  palette: Palette
  /** Open a file, or show a text, with a program of the user, or play a recording; the terminal is theirs meanwhile. */
  edit: Outside['edit']
  page: Outside['page']
  play: Outside['play']
  signal: AbortSignal
}

interface FirstScreen extends Screen {
  /** Resolves when there is something to see. */
  readonly ready?: Promise<void>
}

/** @param isNested whether it lies over something else, to which Esc goes back. */
export async function openDesk(
  request: DeskRequest,
  firstOf: (desk: Desk) => FirstScreen | Promise<FirstScreen>,
  isNested = false,
): Promise<void> {
  const { home, palette, edit, page, play, signal } = request
  const records = new Records(home)
  const terminal = new Terminal()
  const running = new Set<Promise<unknown>>()
  const outside: Outside = {
    act: (on, wish, onProgress) => {
      const performed = performAct(home, on, wish, { signal, onProgress })
      running.add(performed)
      return performed.finally(() => running.delete(performed))
    },
    edit: (path) => terminal.lend(() => edit(path)),
    page: (text) => terminal.lend(() => page(text)),
    play: (what) => terminal.lend(() => play(what)),
    suspend: () => terminal.suspend(),
    copy: (text) => terminal.copy(text),
  }
  const desk = new Desk(records, outside, openersFor, isNested)
  const close = () => desk.close()
  signal.addEventListener('abort', close)
  // Stopped by someone else, it finds a terminal that the shell has set up for itself.
  const onContinued = () => desk.leaveFor(() => terminal.lend(async () => {}))
  process.on('SIGCONT', onContinued)
  try {
    const first = await firstOf(desk)
    desk.open(first)
    // With DEV set, ink would load developer tools from wherever they are, and connect to them.
    const untilLeft = await withoutVariable('DEV', async () => {
      // git reads the first page meanwhile, so that it is there in the first picture.
      const { drawScreens } = await import('./draw-screens.tsx')
      await Promise.race([first.ready, sleep(FIRST_PAGE_MS)])
      terminal.enter()
      return drawScreens(desk, palette, terminal)
    })
    await untilLeft()
  } finally {
    process.off('SIGCONT', onContinued)
    signal.removeEventListener('abort', close)
    desk.close()
    terminal.leave()
    // Who leaves by Ctrl-C in the middle of a restore still gets all of it, and a record of it.
    await Promise.allSettled(running)
    records.close()
  }
}
