/** What every key does, over the screen it was asked on. */
import { type Line, plain, span, widthOf } from '../line.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { TextScroll } from '../text-scroll.ts'

const EVERYWHERE: readonly (readonly [string, string])[] = [
  ['j k ↓ ↑', 'next, previous'],
  ['PgDn PgUp Space Ctrl-F Ctrl-B', 'a page on, a page back'],
  ['Ctrl-D Ctrl-U', 'half a page on, back'],
  ['g G Home End', 'first, last'],
  ['mouse wheel, click', 'scroll, choose'],
  ['Enter →', 'open'],
  ['Esc Backspace ← h', 'back'],
  ['r', 'read again'],
  ['?', 'this help'],
  ['Ctrl-Z', 'back to the shell; fg goes on'],
  ['q Ctrl-C', 'quit'],
]

export class HelpScreen implements Screen {
  readonly title = 'keys'
  readonly hints = [['Esc', 'back']] as const
  readonly #lines: Line[]
  readonly #scroll = new TextScroll()

  constructor(screen: Screen) {
    this.#lines = [
      ...section(`In ${screen.title}`, screen.hints),
      [],
      ...section('Everywhere', EVERYWHERE),
    ]
  }

  lines({ rows }: Size): Line[] {
    const top = this.#scroll.show(this.#lines.length, rows)
    return this.#lines.slice(top, top + rows)
  }

  press(key: Key): boolean {
    return this.#scroll.press(key)
  }
}

function section(title: string, keys: readonly (readonly [string, string])[]): Line[] {
  const width = Math.max(...keys.map(([key]) => widthOf(key)))
  return [
    plain(` ${title}`, 'heading'),
    ...keys.map(([key, does]) => [
      span(`   ${key}${' '.repeat(width - widthOf(key))}`, 'modified'),
      span(`  ${does}`),
    ]),
  ]
}
