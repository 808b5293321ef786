/** What a program has made of the terminal that it would set back at its end: told by its output. */

/** `modes`: some may be on. `alternate`: so is the other screen, without what was shown before. */
export type ScreenMode = 'untouched' | 'modes' | 'alternate'

const START = Buffer.from('\x1b[')
const SIGNS: readonly number[] = [...Buffer.from('?>')]
const NONE = Buffer.alloc(0)
/** A longer one sets no mode. */
const SEQUENCE_BYTES_MAX = 48
/** Sets or resets private modes; or, with another sign, tells the terminal how to send keys. */
const SEQUENCE = /^\x1b\[(?:\?([\d;]+)([hl])|>[\d;]*[um])/
const BEGUN = /^\x1b(?:\[[?>]?[\d;]*)?$/
const ALTERNATE: readonly string[] = ['47', '1047', '1049']

export class ScreenModes {
  #mode: ScreenMode = 'untouched'
  /** What may be the beginning of a sequence. */
  #tail: Buffer = NONE

  get mode(): ScreenMode {
    return this.#mode
  }

  offer(chunk: Uint8Array): void {
    const bytes = this.#tail.length > 0 ? Buffer.concat([this.#tail, chunk]) : Buffer.from(chunk)
    for (let at = bytes.indexOf(START); at >= 0; at = bytes.indexOf(START, at + 1)) {
      if (!SIGNS.includes(bytes[at + START.length]!)) continue
      const found = SEQUENCE.exec(bytes.toString('latin1', at, at + SEQUENCE_BYTES_MAX))
      if (found) this.#heed(found)
    }
    const last = bytes.lastIndexOf(START[0]!)
    const isOpen = last >= 0 && bytes.length - last < SEQUENCE_BYTES_MAX
    this.#tail = isOpen && BEGUN.test(bytes.toString('latin1', last)) ? bytes.subarray(last) : NONE
  }

  #heed([, modes = '', set]: RegExpExecArray): void {
    const isAlternate = modes.split(';').some((mode) => ALTERNATE.includes(mode))
    if (isAlternate) this.#mode = set === 'h' ? 'alternate' : 'modes'
    else if (this.#mode === 'untouched') this.#mode = 'modes'
  }
}
