/** What a restore or an undo would do to the files of the root, and whether to do it. */
import type { ActWish, PerformedAct } from '../../daemon/perform-act.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { performedLines } from '../act-lines.ts'
import type { Desk } from '../desk.ts'
import { failureText } from '../failure-text.ts'
import { type Line, plain, wrapText } from '../line.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { TextScroll } from '../text-scroll.ts'

interface PlannedAct {
  repo: ShadowRepo
  /** What it would be on the command line, without options and paths. */
  words: readonly string[]
  /** What it is limited to, as it would be typed; everything unless given. */
  paths: readonly string[]
  /** Options the user can switch on: the key of each, itself, and what it does. */
  options: readonly (readonly [key: Key, option: string, does: string])[]
  /** Returns what is wished for with these options. */
  wish(options: ReadonlySet<string>, dryRun: boolean): ActWish
}

export class PlanScreen implements Screen {
  readonly #desk: Desk
  readonly #act: PlannedAct
  readonly #scroll = new TextScroll()
  #performed: PerformedAct | undefined
  #failure: string | undefined
  #said: string | undefined
  readonly #chosen = new Set<string>()
  /** `empty`: as things are chosen, there is nothing to do. */
  #state: 'working' | 'planned' | 'empty' | 'done' = 'working'

  constructor(desk: Desk, act: PlannedAct) {
    this.#desk = desk
    this.#act = act
    this.#plan()
  }

  get title(): string {
    return this.#act.words[0]!
  }

  get hints(): readonly (readonly [string, string])[] {
    if (this.#state === 'working') return []
    const back = ['Esc', 'back'] as const
    if (this.#state === 'done') return [back]
    const choices = this.#act.options.map(([key, option, does]) => {
      return [key, `${this.#chosen.has(option) ? 'do not ' : ''}${does}`] as const
    })
    return [...(this.#state === 'planned' ? [['y', 'do it'] as const] : []), ...choices, back]
  }

  lines({ columns, rows }: Size): Line[] {
    const question = this.#state === 'planned' ? 'This is the plan. Do it? Press y.' : undefined
    const head = [
      ...wrapText(` $ ${this.#commandLine()}`, columns, '   ').map((text) => plain(text, 'dim')),
      [],
      ...(this.#said === undefined ? [] : [plain(` ${this.#said}`, 'dim')]),
      ...(question === undefined ? [] : [plain(` ${question}`, 'bold'), []]),
    ]
    const room = Math.max(1, rows - head.length)
    const lines = this.#told(columns)
    const top = this.#scroll.show(lines.length, room)
    return [...head, ...lines.slice(top, top + room)]
  }

  #commandLine(): string {
    const { words, paths } = this.#act
    const limit = paths.length > 0 ? ['--', ...paths] : []
    return ['flightrec', ...words, ...this.#chosen, ...limit].join(' ')
  }

  #told(columns: number): Line[] {
    if (this.#failure !== undefined)
      return wrapText(` ${this.#failure}`, columns, '   ').map((text) => plain(text, 'warning'))
    return this.#performed ? performedLines(this.#performed, columns) : []
  }

  press(key: Key): boolean {
    // While it works, nobody leaves it behind.
    if (this.#state === 'working') return true
    const choice = this.#act.options.find(([own]) => own === key)
    if (this.#state === 'planned' && key === 'y') this.#run()
    else if (this.#state !== 'done' && choice) {
      const [, option] = choice
      if (!this.#chosen.delete(option)) this.#chosen.add(option)
      this.#plan()
    } else return this.#scroll.press(key)
    return true
  }

  #plan(): void {
    this.#desk.follow(this.#perform(true, 'looking …'))
  }

  #run(): void {
    this.#desk.follow(this.#perform(false, 'working …'))
  }

  async #perform(dryRun: boolean, said: string): Promise<void> {
    this.#state = 'working'
    this.#said = said
    this.#performed = undefined
    const { repo, wish } = this.#act
    try {
      const asked = wish(this.#chosen, dryRun)
      this.#performed = await this.#desk.outside.act(repo, asked, (progress) => {
        this.#said = progress ?? said
        this.#desk.changed()
      })
      const { written, removed } = this.#performed.report
      const isNothing = written.length + removed.length === 0
      this.#state = dryRun ? (isNothing ? 'empty' : 'planned') : 'done'
    } catch (error) {
      // What could not even be planned cannot be done either.
      this.#failure = failureText(error)
      this.#state = 'done'
    }
    this.#said = undefined
  }
}
