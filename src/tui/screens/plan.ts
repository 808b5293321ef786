/** What a command would do to the files of the root, and whether to do it. */

import type { StyleName } from '../../model/style.ts'
import type { Desk } from '../desk.ts'
import { failureText } from '../failure-text.ts'
import { type Line, plain, wrapText } from '../line.ts'
import type { CommandLine } from '../outside.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { TextScroll } from '../text-scroll.ts'

export interface PlannedCommand {
  /** Words of the command, without what limits it to paths. */
  argv: readonly string[]
  /** What it is limited to; everything unless given. */
  paths: readonly string[]
  /** Options the user can switch on: the key of each, itself, and what it does. */
  options: readonly (readonly [key: Key, option: string, does: string])[]
}

const STYLES: Record<string, StyleName> = { '+': 'added', '-': 'removed', '~': 'modified' }

export class PlanScreen implements Screen {
  readonly #desk: Desk
  readonly #command: PlannedCommand
  readonly #scroll = new TextScroll()
  #lines: readonly CommandLine[] = []
  #said: string | undefined
  readonly #chosen = new Set<Key>()
  /** `empty`: as things are chosen, there is nothing to do. */
  #state: 'working' | 'planned' | 'empty' | 'done' = 'working'

  constructor(desk: Desk, command: PlannedCommand) {
    this.#desk = desk
    this.#command = command
    this.#plan()
  }

  get title(): string {
    return this.#command.argv[0]!
  }

  get hints(): readonly (readonly [string, string])[] {
    if (this.#state === 'working') return []
    const back = ['Esc', 'back'] as const
    if (this.#state === 'done') return [back]
    const choices = this.#command.options.map(([key, , does]) => {
      return [key, `${this.#chosen.has(key) ? 'do not ' : ''}${does}`] as const
    })
    return [...(this.#state === 'planned' ? [['y', 'do it'] as const] : []), ...choices, back]
  }

  lines({ columns, rows }: Size): Line[] {
    const question = this.#state === 'planned' ? 'This is the plan. Do it? Press y.' : undefined
    const head = [
      ...wrapText(` $ flightrec ${this.#words().join(' ')}`, columns, '   ').map((text) =>
        plain(text, 'dim'),
      ),
      [],
      ...(this.#said === undefined ? [] : [plain(` ${this.#said}`, 'dim')]),
      ...(question === undefined ? [] : [plain(` ${question}`, 'bold'), []]),
    ]
    const room = Math.max(1, rows - head.length)
    const lines = this.#lines.flatMap((line) => commandLines(line, columns))
    const top = this.#scroll.show(lines.length, room)
    return [...head, ...lines.slice(top, top + room)]
  }

  press(key: Key): boolean {
    // While it works, nobody leaves it behind.
    if (this.#state === 'working') return true
    if (this.#state === 'planned' && key === 'y') this.#run()
    else if (this.#state !== 'done' && this.#command.options.some(([own]) => own === key)) {
      if (!this.#chosen.delete(key)) this.#chosen.add(key)
      this.#plan()
    } else return this.#scroll.press(key)
    return true
  }

  #words(isDryRun = false): string[] {
    const { argv, paths, options } = this.#command
    return [
      ...argv,
      ...options.flatMap(([key, option]) => (this.#chosen.has(key) ? [option] : [])),
      ...(isDryRun ? ['--dry-run'] : []),
      ...(paths.length > 0 ? ['--', ...paths] : []),
    ]
  }

  #plan(): void {
    this.#desk.follow(this.#perform(this.#words(true), 'looking …', 'planned'))
  }

  #run(): void {
    this.#desk.follow(this.#perform(this.#words(), 'working …', 'done'))
  }

  async #perform(argv: string[], said: string, next: 'planned' | 'done'): Promise<void> {
    this.#state = 'working'
    this.#said = said
    this.#lines = []
    try {
      const answer = await this.#desk.outside.command(argv, (progress) => {
        this.#said = progress ?? said
        this.#desk.changed()
      })
      this.#lines = answer.lines
      const isNothing = answer.lines.some(({ text }) => text.startsWith('Nothing to '))
      const isPlan = next === 'planned'
      this.#state = isPlan && (isNothing || answer.lines.length === 0) ? 'empty' : next
      // What could not even be planned cannot be done either.
      if (![0, 3].includes(answer.exitCode)) this.#state = 'done'
    } catch (error) {
      this.#lines = [{ text: failureText(error), isWarning: true }]
      this.#state = 'done'
    }
    this.#said = undefined
  }
}

function commandLines({ text, isWarning }: CommandLine, columns: number): Line[] {
  const style = isWarning ? 'warning' : STYLES[text.trimStart().charAt(0)]
  return wrapText(` ${text}`, columns, '   ').map((line) => plain(line, style))
}
