/** The change of a settings file as lines for people. */
import { showText } from '../../model/show.ts'
import type { Style } from '../terminal/style.ts'

const CONTEXT_LINES = 3

/** Returns a unified diff with what is common at both ends left out. */
export function settingsDiff(before: string, after: string, style: Style): string[] {
  const [old, new_] = [before, after].map((text) =>
    text === '' ? [] : text.replace(/\n$/, '').split('\n'),
  )
  const rows = diffRows(old!, new_!)
  const isNear = (at: number) =>
    rows
      .slice(Math.max(0, at - CONTEXT_LINES), at + CONTEXT_LINES + 1)
      .some(([sign]) => sign !== ' ')
  return rows.flatMap(([sign, line], at) => {
    if (!isNear(at)) return isNear(at - 1) && at > 0 ? ['   …'] : []
    const text = `${sign} ${showText(line)}`
    return [sign === '+' ? style('added', text) : sign === '-' ? style('removed', text) : text]
  })
}

type Row = [sign: ' ' | '+' | '-', line: string]

/** Longest common subsequence; settings are short. */
function diffRows(old: readonly string[], new_: readonly string[]): Row[] {
  const width = new_.length + 1
  const lengths = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = new_.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        old[i] === new_[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
    }
  }
  const isOldFirst = (i: number, j: number) =>
    lengths[(i + 1) * width + j]! > lengths[i * width + j + 1]!
  const rows: Row[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < new_.length) {
    if (i < old.length && j < new_.length && old[i] === new_[j]) {
      rows.push([' ', old[i]!])
      i += 1
      j += 1
    } else if (i < old.length && (j >= new_.length || isOldFirst(i, j))) {
      rows.push(['-', old[i]!])
      i += 1
    } else {
      rows.push(['+', new_[j]!])
      j += 1
    }
  }
  return rows
}
