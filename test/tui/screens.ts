/** Drives the screens as ink draws them, without a terminal: keys in, frames out. */
import { render } from 'ink-testing-library'
import { createElement } from 'react'
import { performAct } from '../../src/daemon/perform-act.ts'
import { App } from '../../src/tui/app.tsx'
import { Desk } from '../../src/tui/desk.ts'
import type { Palette } from '../../src/tui/line.ts'
import type { Outside } from '../../src/tui/outside.ts'
import { Records } from '../../src/tui/records.ts'
import type { Size } from '../../src/tui/screen.ts'
import { openersFor } from '../../src/tui/screens/openers-for.ts'
import { TimelineScreen } from '../../src/tui/screens/timeline.ts'
import type { ShadowFixture } from '../helpers/shadow-fixture.ts'
import { until } from '../helpers/until.ts'

export const KEYS = { enter: '\r', escape: '\u001b', down: '\u001b[B', pageDown: '\u001b[6~' }

export interface Screens {
  desk: Desk
  /** What was edited, paged and copied. */
  heard: readonly string[]
  /** The lines of the picture, without colours and without blanks at their ends. */
  frame(): string
  /** The picture as it is sent, with its colours. */
  coded(): string
  /** Presses keys one after the other, each as it arrives from a terminal. */
  press(...keys: string[]): void
  /** Waits until the picture holds `what`, and returns it. */
  shows(what: RegExp | string): Promise<string>
  close(): void
}

/** When the ages shown are counted from. */
export const NOW = Date.parse('2026-06-12T15:00:00Z')

export function openScreens(
  fixture: ShadowFixture,
  {
    size = { columns: 80, rows: 24 },
    isColored = false,
  }: { size?: Size; isColored?: boolean } = {},
): Screens {
  const records = new Records(fixture.home, () => NOW)
  const heard: string[] = []
  const { signal } = new AbortController()
  const outside: Outside = {
    act: (repo, wish, onProgress) => performAct(fixture.home, repo, wish, { signal, onProgress }),
    edit: async (path) => void heard.push(`edit ${path}`),
    page: async (text) => void heard.push(`page ${text}`),
    play: async (what) => void heard.push(`play ${JSON.stringify(what)}`),
    suspend: async () => void heard.push('suspend'),
    copy: (text) => heard.push(`copy ${text}`),
  }
  const desk = new Desk(records, outside, openersFor)
  desk.open(new TimelineScreen(desk, records.viewOf(fixture.repo)))
  const palette: Palette = { isColored, brand: {} }
  const shown = render(createElement(App, { desk, palette, size }))
  const frame = () =>
    (shown.lastFrame() ?? '')
      .replaceAll(/\u001b\[[\d;]*m/g, '')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
  return {
    desk,
    heard,
    coded: () => shown.lastFrame() ?? '',
    frame,
    press: (...keys) => {
      for (const key of keys) shown.stdin.write(key)
    },
    shows: async (what) => {
      let shown = ''
      const isShown = () => {
        shown = frame()
        return typeof what === 'string' ? shown.includes(what) : what.test(shown)
      }
      await until(`the picture holds ${what}`, isShown, () => shown)
      return shown
    },
    close: () => {
      shown.unmount()
      desk.close()
      records.close()
    },
  }
}
