/** What drawing wants to know of marks beforehand: which may be in sight, and which stand above each other. */
import type { SentMarks } from '../../api/strip.ts'

export interface LaidMarks {
  /** How far the marks up to each place reach, in milliseconds: never falls. */
  reach: readonly number[]
  /** Of those that run side by side, in which row each stands, and in how many. */
  row: readonly number[]
  rows: readonly number[]
}

const ROWS_MAX = 4
const laid = new WeakMap<SentMarks, LaidMarks>()

export function laidMarks(marks: SentMarks): LaidMarks {
  const known = laid.get(marks) ?? layOut(marks)
  laid.set(marks, known)
  return known
}

/** Returns the places of the marks that may reach into a stretch, `end` excluded. */
export function placesWithin(marks: SentMarks, from: number, to: number): [number, number] {
  const { reach } = laidMarks(marks)
  return [firstAtLeast(reach, from), firstAtLeast(marks.at, to)]
}

/** Returns the first place whose value is at least `value`. */
function firstAtLeast(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

function layOut({ at, length }: SentMarks): LaidMarks {
  const reach: number[] = []
  const row = new Array<number>(at.length).fill(0)
  const rows = new Array<number>(at.length).fill(1)
  let furthest = -Infinity
  let group: number[] = []
  const endGroup = () => {
    const count = Math.min(ROWS_MAX, Math.max(1, ...group.map((place) => row[place]! + 1)))
    for (const place of group) rows[place] = count
    group = []
  }
  for (let place = 0; place < at.length; place += 1) {
    const start = at[place]!
    if (start >= furthest) endGroup()
    if (length[place]! > 0) {
      const taken = new Set(
        group.filter((one) => at[one]! + length[one]! > start).map((one) => row[one]),
      )
      while (taken.has(row[place]!) && row[place]! < ROWS_MAX - 1) row[place]! += 1
      group.push(place)
    }
    furthest = Math.max(furthest, start + length[place]!)
    reach.push(furthest)
  }
  endGroup()
  return { reach, row, rows }
}
