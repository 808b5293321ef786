/** One event with all it says, what the rules found in it, and what changed on disk while it happened. */
import type { Event } from '../../model/event.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { diffSnapshots, type RecordedChange } from '../../review/changes/snapshot-diff.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import type { StepSnapshots } from '../../review/sessions/step-snapshots.ts'
import type { Rule } from '../../rules/rule.ts'
import type { Desk } from '../desk.ts'
import type { Line } from '../line.ts'
import type { Compared } from '../openers.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { PLAY_HINT, planUndo } from '../snapshot-actions.ts'
import { stepLines } from '../step-lines.ts'
import { TextView } from '../text-view.ts'

export class StepScreen implements Screen {
  readonly hints = [
    ['Enter', 'what changed'],
    ['u', 'undo'],
    ['y', 'copy'],
    PLAY_HINT,
    ['/ n N', 'search'],
  ] as const
  readonly #desk: Desk
  readonly #view: RepoView | undefined
  readonly #event: Event
  readonly #snapshots: StepSnapshots
  #compared: Compared | undefined
  #changes: readonly RecordedChange[] = []
  #rules: readonly Rule[] = []
  #lines: readonly Line[] = []
  #columns = 0
  readonly #text: TextView

  constructor(desk: Desk, view: RepoView | undefined, event: Event, snapshots: StepSnapshots) {
    this.#desk = desk
    this.#view = view
    this.#event = event
    this.#snapshots = snapshots
    this.#text = new TextView(desk, (index) => this.#lines[index]?.map(({ text }) => text).join(''))
    desk.follow(this.#readRules())
    desk.follow(this.#readChanges())
  }

  get title(): string {
    return `step ${this.#event.seq}`
  }

  lines(size: Size): Line[] {
    if (size.columns !== this.#columns) {
      this.#columns = size.columns
      const facts = { snapshots: this.#snapshots, changes: this.#changes, rules: this.#rules }
      this.#lines = stepLines(this.#event, facts, size.columns)
    }
    return this.#text.lines(this.#lines.length, size, (n) => this.#lines[n]!)
  }

  press(key: Key): boolean {
    const name = `${this.#event.session}#${this.#event.seq}`
    if (['enter', 'right', 'l'].includes(key)) this.#openChanges()
    else if (key === 'y') {
      this.#desk.outside.copy(name)
      this.#desk.say(`copied ${name}`)
    } else if (key === 'p') {
      const { session, seq } = this.#event
      this.#desk.leaveFor(() => this.#desk.outside.play({ session, seq }))
    } else if (key === 'u' && this.#view) planUndo(this.#desk, this.#view, name)
    else return this.#text.press(key)
    return true
  }

  close(): void {
    this.#text.close()
  }

  #openChanges(): void {
    const [desk, view, compared] = [this.#desk, this.#view, this.#compared]
    if (view && compared) desk.open(desk.openers.changes(view, compared))
    else desk.say('nothing is known to have changed in this step')
  }

  async #readRules(): Promise<void> {
    // They bring a parser of shell commands along, which only this screen has a use for.
    this.#rules = (await import('../../rules/catalogue.ts')).RULES
    this.#columns = 0
  }

  async #readChanges(): Promise<void> {
    const { before, taken } = this.#snapshots
    const [view, last] = [this.#view, taken.at(-1)]
    if (!view || last === undefined) return
    const after = await this.#snapshot(view, last)
    const from = before === undefined ? undefined : await this.#snapshot(view, before)
    this.#compared = { before: from, after }
    this.#changes = (await diffSnapshots(view, from, after)).changes
    this.#columns = 0
  }

  #snapshot(view: RepoView, id: string): Promise<Snapshot> {
    return this.#desk.records.snapshots(view).get(id)
  }
}
