/** Every root that is recorded, the latest changed first: whose timeline is to be read. */
import { showText } from '../../model/show.ts'
import { formatShortAge } from '../../model/units.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import { type RootRow, readOverviews } from '../../review/status/root-overview.ts'
import { listShadowRepos, type ShadowRepo } from '../../store/home/shadow-repos.ts'
import type { Desk } from '../desk.ts'
import { fitText, type Line, plain, type Span, span, widthOf } from '../line.ts'
import { ListCursor, listLines } from '../list-cursor.ts'
import type { Key, Screen, Size } from '../screen.ts'

/** Makes the screen of the snapshots of a root. */
type RootTimeline = (view: RepoView) => Screen

const RELOAD_MS = 2_000
const NAME_COLUMNS_MAX = 24
const AGE_COLUMNS = 9
const STATE_COLUMNS = 13

export class RootsScreen implements Screen {
  readonly title = 'roots'
  readonly hints = [['Enter', 'open']] as const
  /** Resolves when they are listed. */
  readonly ready: Promise<void>
  readonly #desk: Desk
  readonly #timelineOf: RootTimeline
  readonly #cursor = new ListCursor()
  #chosen: string | undefined
  #roots: readonly RootRow[] | undefined
  #readAtMs = 0
  #isReading = false

  constructor(desk: Desk, timelineOf: RootTimeline, chosen?: ShadowRepo) {
    this.#desk = desk
    this.#timelineOf = timelineOf
    this.#chosen = chosen?.name
    this.ready = desk.follow(this.#read())
  }

  get isUnread(): boolean {
    return !this.#roots
  }

  lines(size: Size): Line[] {
    const roots = this.#roots
    if (!roots) return [plain(' reading …', 'dim')]
    const widest = Math.max(0, ...roots.map(({ repo }) => widthOf(showText(repo.name))))
    const nameColumns = Math.min(widest, NAME_COLUMNS_MAX)
    const { nowMs } = this.#desk.records
    return listLines(this.#cursor, roots.length, size, (n) =>
      rootLine(roots[n]!, nameColumns, nowMs),
    )
  }

  press(key: Key): boolean {
    const roots = this.#roots ?? []
    const isMove = this.#cursor.press(key, roots.length)
    const root = roots[this.#cursor.index]
    this.#chosen = root?.repo.name
    if (isMove) return true
    if (!root || !['enter', 'right', 'l'].includes(key)) return false
    if (root.latest || root.isDamaged) {
      this.#desk.open(this.#timelineOf(this.#desk.records.viewOf(root.repo)))
    } else this.#desk.say('no snapshot has been taken of this root yet', true)
    return true
  }

  click(row: number): void {
    const before = this.#cursor.index
    if (!this.#cursor.click(row, this.#roots?.length ?? 0)) return
    this.#chosen = this.#roots?.[this.#cursor.index]?.repo.name
    if (before === this.#cursor.index) this.press('enter')
  }

  refresh(): void {
    if (this.#desk.records.nowMs - this.#readAtMs >= RELOAD_MS) this.reload()
  }

  reload(): void {
    if (!this.#isReading) this.#desk.follow(this.#read())
  }

  async #read(): Promise<void> {
    const { home, nowMs } = this.#desk.records
    this.#isReading = true
    this.#readAtMs = nowMs
    try {
      this.#roots = await readOverviews(listShadowRepos(home), this.#roots)
      const index = this.#roots.findIndex(({ repo }) => repo.name === this.#chosen)
      if (index >= 0) this.#cursor.index = index
    } finally {
      this.#isReading = false
    }
  }
}

function rootLine(row: RootRow, nameColumns: number, nowMs: number): Line {
  const { repo, latest } = row
  const age = latest ? formatShortAge(latest.time, nowMs) : '-'
  return [
    span(fitText(showText(repo.name), nameColumns), 'modified'),
    span(`  ${age.padStart(AGE_COLUMNS)}  `, 'dim'),
    stateSpan(row),
    span(showText(repo.root)),
    span(latest ? `  ${showText(latest.message ?? latest.subject)}` : '', 'dim'),
  ]
}

/** Says what is unusual of a root, or whether it is recorded now. */
function stateSpan({ watcher, isRootThere, latest, isDamaged }: RootRow): Span {
  if (isDamaged) return span(fitState('damaged'), 'removed')
  if (!isRootThere) return span(fitState('not there'), 'warning')
  if (!latest) return span(fitState('no snapshot'), 'warning')
  return watcher ? span(fitState('recording'), 'added') : span(fitState('not watched'), 'dim')
}

const fitState = (state: string) => fitText(state, STATE_COLUMNS)
