/** Recordings of a wanted size: an agent's screen that is painted over and over, and a log of which no line is as another. */
import { writeFileSync } from 'node:fs'
import { CastLines, formatCastHeader } from '../../src/model/cast.ts'
import { Random } from './random.ts'
import type { Workspace } from './workspace.ts'

const SIZE = { columns: 120, rows: 40 }
/** Lines of the conversation that are painted anew each time. */
const PAINTED = 60
const PICTURE_MS = 80
const LINE_MS = 5

export interface MadeUpCast {
  path: string
  /** A word that stands in it now and then. */
  word: string
}

export function makeRepaints(workspace: Workspace, bytes: number): MadeUpCast {
  const words = new Words(1)
  const shown = Array.from({ length: PAINTED }, () => words.line(100))
  let frame = 0
  return write(workspace, bytes, () => {
    frame += 1
    if (frame % 6 === 0) shown.push(words.line(100))
    const rows = shown.slice(-PAINTED).map((row, n) => `\x1b[38;5;${n % 200}m│\x1b[0m ${row}\x1b[K`)
    const clock = `\x1b[1m✻ Working… (${Math.floor(frame / 12)}s · ↑ ${frame * 3} tokens)\x1b[0m\x1b[K`
    const data = `\x1b[?2026h\x1b[2J\x1b[H${[...rows, clock].join('\r\n')}\x1b[?2026l`
    return { timeMs: frame * PICTURE_MS, code: 'o', data }
  })
}

export function makeLog(workspace: Workspace, bytes: number): MadeUpCast {
  const words = new Words(2)
  let line = 0
  return write(workspace, bytes, () => {
    line += 1
    const data = `\x1b[32m[${line}]\x1b[0m ${words.line(60)} at 0x${words.number().toString(16)}\r\n`
    return { timeMs: line * LINE_MS, code: 'o', data }
  })
}

function write(
  workspace: Workspace,
  bytes: number,
  next: () => { timeMs: number; code: string; data: string },
): MadeUpCast {
  const lines = new CastLines()
  const written = [formatCastHeader(SIZE)]
  for (let size = 0; size < bytes; size += written.at(-1)!.length)
    written.push(lines.format(next()))
  const path = workspace.fresh('cast')
  writeFileSync(path, written.join(''))
  return { path, word: WORD }
}

const WORD = 'needle'

class Words {
  readonly #random: Random
  readonly #words: string[]

  constructor(seed: number) {
    this.#random = new Random(seed)
    const letters = () => String.fromCharCode(97 + this.#random.below(26))
    const word = () => Array.from({ length: 2 + this.#random.below(9) }, letters).join('')
    this.#words = Array.from({ length: 3_000 }, word)
  }

  number(): number {
    return this.#random.below(2 ** 31)
  }

  line(columns: number): string {
    const line: string[] = this.#random.below(100) === 0 ? [WORD] : []
    while (line.join(' ').length < columns) line.push(this.#random.pick(this.#words))
    return line.join(' ').slice(0, columns)
  }
}
