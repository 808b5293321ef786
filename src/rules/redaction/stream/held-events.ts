/** Events of a recording that wait until it is decided what in them is secret. */

import type { CastEvent } from '../../../model/cast.ts'
import { MARK_START } from '../secret-probes.ts'
import { cellWidth } from './cell-width.ts'
import type { Range } from './mapped-text.ts'

/** Stands for one cell of a secret. */
const DOT = '•'

/** An event, and where its text begins and ends among all texts of its kind. */
interface Held {
  event: CastEvent
  start: number
  end: number
  /** What stands in place of a character, by its place in the text. */
  masked: Map<number, string> | undefined
}

interface Character {
  held: Held
  place: number
  width: number
}

export class HeldEvents {
  #held: Held[] = []
  readonly #byCode = new Map<string, Held[]>()

  /** The time of the first event that waits. */
  get sinceMs(): number | undefined {
    return this.#held[0]?.event.timeMs
  }

  add(event: CastEvent, start: number, end: number): void {
    const held = { event, start, end, masked: undefined }
    this.#held.push(held)
    this.#of(event.code).push(held)
  }

  /** Replaces a secret in the texts of one kind of event; what is passed on, or replaced already, stays. */
  mask(code: string, ruleId: string, ranges: readonly Range[]): void {
    const held = this.#of(code)
    const characters = ranges.flatMap((range) => [...charactersIn(held, range)])
    const cover = coverOf(ruleId, characters)
    let at = 0
    for (const { held, place, width } of characters) {
      held.masked ??= new Map()
      if (!held.masked.has(place)) held.masked.set(place, cover.slice(at, at + width))
      at += width
    }
  }

  /** Returns the characters that stand in the texts of one kind of event. */
  textAt(code: string, ranges: readonly Range[]): string {
    return ranges
      .flatMap((range) => [...charactersIn(this.#of(code), range)])
      .map(({ held, place }) => String.fromCodePoint(held.event.data.codePointAt(place)!))
      .join('')
  }

  /** Returns the events that can be passed on, in order: up to the first that is not decided. */
  take(isDecided: (event: CastEvent, end: number) => boolean): CastEvent[] {
    const waiting = this.#held.findIndex(({ event, end }) => !isDecided(event, end))
    return this.#release(waiting < 0 ? this.#held.length : waiting)
  }

  takeAll(): CastEvent[] {
    return this.#release(this.#held.length)
  }

  #release(count: number): CastEvent[] {
    const taken = this.#held.splice(0, count)
    for (const [code, held] of this.#byCode) {
      held.splice(0, taken.filter(({ event }) => event.code === code).length)
    }
    return taken.map(({ event, masked }) =>
      masked ? { ...event, data: replaced(event.data, masked) } : event,
    )
  }

  #of(code: string): Held[] {
    const held = this.#byCode.get(code) ?? []
    this.#byCode.set(code, held)
    return held
  }
}

function* charactersIn(held: readonly Held[], [start, end]: Range): Generator<Character> {
  let index = firstEndingAfter(held, start)
  for (let at = start; index < held.length; index++) {
    const one = held[index]!
    const { data } = one.event
    at = Math.max(at, one.start)
    while (at < one.end) {
      const code = data.codePointAt(at - one.start)!
      const width = cellWidth(code)
      // What joins the last character goes with it.
      if (at >= end && (at === start || width > 0)) return
      if (code >= 0x20) yield { held: one, place: at - one.start, width }
      at += code > 0xffff ? 2 : 1
    }
  }
}

function firstEndingAfter(held: readonly Held[], offset: number): number {
  let [low, high] = [0, held.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (held[middle]!.end <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Returns the mark of the rule and dots, or dots alone where there is no room for it. */
function coverOf(ruleId: string, characters: readonly Character[]): string {
  const cells = characters.reduce((sum, { width }) => sum + width, 0)
  const mark = `${MARK_START}${ruleId}]`
  return ruleId === '' || mark.length > cells ? DOT.repeat(cells) : mark.padEnd(cells, DOT)
}

function replaced(data: string, masked: ReadonlyMap<number, string>): string {
  let out = ''
  let at = 0
  for (const [place, text] of [...masked].sort(([a], [b]) => a - b)) {
    out += data.slice(at, place) + text
    at = place + (data.codePointAt(place)! > 0xffff ? 2 : 1)
  }
  return out + data.slice(at)
}
