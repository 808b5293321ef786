/** What changed from one snapshot to another, a path a row. */
import { changedPath } from '../../model/change.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { changeName } from '../../review/changes/change-name.ts'
import { diffSnapshots, type RecordedChange } from '../../review/changes/snapshot-diff.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import { changeLine } from '../change-line.ts'
import type { Desk } from '../desk.ts'
import { type Line, plain } from '../line.ts'
import { ListCursor, listLines } from '../list-cursor.ts'
import { ListSearch } from '../list-search.ts'
import type { Compared } from '../openers.ts'
import type { Key, Screen, Size } from '../screen.ts'
import { actOnSnapshot, PLAY_HINT, pathsOf, SNAPSHOT_HINTS } from '../snapshot-actions.ts'
import { snapshotSummary } from '../snapshot-lines.ts'

export class ChangesScreen implements Screen {
  readonly hints = [
    ['Enter', 'open'],
    ['b', 'blame'],
    ...SNAPSHOT_HINTS,
    PLAY_HINT,
    ['/ n N', 'search'],
  ] as const
  readonly #desk: Desk
  readonly #view: RepoView
  readonly #after: Snapshot
  readonly #cursor = new ListCursor()
  readonly #search: ListSearch
  #before: Snapshot | undefined
  #changes: RecordedChange[] | undefined
  #headRows = 0

  constructor(desk: Desk, view: RepoView, { before, after }: Compared) {
    this.#desk = desk
    this.#view = view
    this.#before = before
    this.#after = after
    this.#search = new ListSearch(desk, this.#cursor, (index) => {
      const change = this.#changes?.[index]
      return change && changeName(change)
    })
    desk.follow(this.#read())
  }

  get title(): string {
    return this.#after.id
  }

  get isUnread(): boolean {
    return !this.#changes
  }

  lines({ columns, rows }: Size): Line[] {
    const { records } = this.#desk
    const narrative = records.narrativeOf(this.#view, this.#after, () => this.#desk.changed())
    const head = [
      ...snapshotSummary(this.#after, narrative?.short),
      ...(narrative?.actions ?? []).map((action) => plain(`   ${action}`, 'dim')),
      plain('─'.repeat(columns), 'dim'),
    ].slice(-Math.max(1, Math.floor(rows / 2)))
    this.#headRows = head.length
    const changes = this.#changes
    if (!changes) return [...head, plain(' reading …', 'dim')]
    if (changes.length === 0) return [...head, plain(' no changes in this snapshot', 'dim')]
    const room = { columns, rows: rows - head.length }
    return [
      ...head,
      ...listLines(this.#cursor, changes.length, room, (n) => changeLine(changes[n]!, columns)),
    ]
  }

  press(key: Key): boolean {
    const changes = this.#changes ?? []
    if (this.#cursor.press(key, changes.length) || this.#search.press(key)) return true
    const change = changes[this.#cursor.index]
    const snapshot = this.#after
    if (!change) return actOnSnapshot(this.#desk, { view: this.#view, snapshot }, key)
    if (['enter', 'right', 'l'].includes(key)) {
      const sides = { before: this.#before, after: snapshot }
      this.#desk.open(this.#desk.openers.fileDiff(this.#view, sides, change))
    } else if (key === 'b') {
      this.#desk.open(this.#desk.openers.blame(this.#view, snapshot, changedPath(change)))
    } else
      return actOnSnapshot(this.#desk, { view: this.#view, snapshot, paths: pathsOf(change) }, key)
    return true
  }

  click(row: number): void {
    const before = this.#cursor.index
    const isThere = this.#cursor.click(row - this.#headRows, this.#changes?.length ?? 0)
    if (isThere && this.#cursor.index === before) this.press('enter')
  }

  close(): void {
    this.#search.stop()
  }

  async #parent(): Promise<Snapshot | undefined> {
    const before = await this.#view.parentOf(this.#after)
    if (before && before.commit !== this.#after.parent)
      this.#desk.say(`the snapshot before it cannot be read: compared with ${before.id}`, true)
    return before
  }

  async #read(): Promise<void> {
    this.#before ??= await this.#parent()
    this.#changes = (await diffSnapshots(this.#view, this.#before, this.#after)).changes
  }
}
