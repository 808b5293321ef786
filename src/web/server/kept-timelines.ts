/** The timelines that were looked at last: listed once, then asked by number. */
import { randomBytes } from 'node:crypto'
import { type IndexFilter, TimelineIndex } from '../../review/history/timeline-index.ts'
import { RepoView } from '../../review/repo/repo-view.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { sleep } from '../../system/clock.ts'

const KEPT_MAX = 6
const UNUSED_MS = 60_000
/** As long as it is being listed, an answer waits so long for what it was asked for. */
const PATIENCE_MS = 10_000

export class KeptTimeline {
  readonly view: RepoView
  readonly index: TimelineIndex
  readonly list = randomBytes(6).toString('hex')
  readonly leftOut: readonly string[]
  #timer: NodeJS.Timeout | undefined
  #failure: unknown
  #wake: (() => void)[] = []

  constructor(repo: ShadowRepo, filter: IndexFilter, leftOut: readonly string[]) {
    this.view = new RepoView(repo)
    this.index = new TimelineIndex(this.view, filter)
    this.leftOut = leftOut
    this.index
      .list(() => this.#tell())
      .catch((error: unknown) => {
        this.#failure = error
        this.#tell()
      })
  }

  /** Waits until so many entries are known, or all that there are. */
  async reach(count: number): Promise<void> {
    const late = AbortSignal.timeout(PATIENCE_MS)
    while (!this.index.isComplete && this.index.count < count && !late.aborted) {
      if (this.#failure !== undefined) throw this.#failure
      const told = new Promise<void>((resolve) => this.#wake.push(resolve))
      await Promise.race([told, sleep(PATIENCE_MS, late)])
    }
    if (this.#failure !== undefined) throw this.#failure
  }

  touch(onUnused: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(onUnused, UNUSED_MS).unref()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.index.close()
    this.view.close()
  }

  #tell(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}

const kept = new Map<string, KeptTimeline>()

/** Returns the one that is kept under a key, which becomes the last to be dropped; else makes it. */
export async function keptTimeline(
  key: string,
  make: () => Promise<KeptTimeline>,
): Promise<KeptTimeline> {
  const one = kept.get(key) ?? (await make())
  kept.delete(key)
  kept.set(key, one)
  one.touch(() => forgetTimeline(key))
  if (kept.size > KEPT_MAX) forgetTimeline(kept.keys().next().value!)
  return one
}

/** What it knew is gone, e.g. after a gc. */
export function forgetTimeline(key: string): void {
  kept.get(key)?.close()
  kept.delete(key)
}
