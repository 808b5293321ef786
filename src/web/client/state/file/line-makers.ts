/** Who made each line of a file what it is: wrote it, or removed it. */
import type { LinesAnswer } from './compared.ts'

export type LineSnapshot = LinesAnswer['snapshots'][number]

export interface LineMaker {
  snapshot: LineSnapshot
  isRemoval: boolean
  /** The restore that brought it back later. */
  broughtBack?: string | undefined
}

type RunAnswer = LinesAnswer['written'][number]

export class LineMakers {
  readonly #lines: LinesAnswer

  constructor(lines: LinesAnswer) {
    this.#lines = lines
  }

  /** Lines that are still there are B's, the others A's. */
  of(row: { is: string; old?: number; new?: number }): LineMaker | undefined {
    if (row.is === 'removed') return this.#make(runAt(this.#lines.removed, row.old), true)
    return this.#make(runAt(this.#lines.written, row.new), false)
  }

  #make(run: RunAnswer | undefined, isRemoval: boolean): LineMaker | undefined {
    const snapshot = run && this.#lines.snapshots[run.snapshot]
    return snapshot && { snapshot, isRemoval, broughtBack: run.brought_back_in }
  }
}

function runAt(runs: readonly RunAnswer[], line: number | undefined): RunAnswer | undefined {
  if (line === undefined) return undefined
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (runs[middle]!.line + runs[middle]!.count <= line) low = middle + 1
    else high = middle
  }
  const run = runs[low]
  return run && run.line <= line ? run : undefined
}

/** Whether two lines that follow each other were made alike: then the second need not say it again. */
export function isSameMaker(one: LineMaker | undefined, other: LineMaker | undefined): boolean {
  return (
    one?.snapshot.snapshot_id === other?.snapshot.snapshot_id && one?.isRemoval === other?.isRemoval
  )
}
