/** What a program has made of the terminal that it would set back at its end: told by its output. */

/** `modes`: some may be on. `alternate`: so is the other screen, without what was shown before. */
export type ScreenMode = 'untouched' | 'modes' | 'alternate'

const ESCAPE = 0x1b
const NONE = Buffer.alloc(0)
/** A longer one sets no mode. */
const SEQUENCE_BYTES_MAX = 48
/** Sets or resets private modes; or, with another sign, tells the terminal how to send keys. */
const SEQUENCE = /\x1b\[(?:\?([\d;]{1,44})([hl])|>[\d;]{0,44}[um])/g
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
    for (const found of bytes.toString('latin1').matchAll(SEQUENCE)) this.#heed(found)
    const last = bytes.lastIndexOf(ESCAPE)
    const isOpen = last >= 0 && bytes.length - last < SEQUENCE_BYTES_MAX
    this.#tail = isOpen && BEGUN.test(bytes.toString('latin1', last)) ? bytes.subarray(last) : NONE
  }

  #heed([, modes = '', set]: RegExpExecArray): void {
    const isAlternate = modes.split(';').some((mode) => ALTERNATE.includes(mode))
    if (isAlternate) this.#mode = set === 'h' ? 'alternate' : 'modes'
    else if (this.#mode === 'untouched') this.#mode = 'modes'
  }
}
