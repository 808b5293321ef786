/** Whether what a terminal was sent ends within an escape sequence, or within a repaint that is to show at once. */

type State = 'text' | 'escape' | 'sequence' | 'string' | 'string-escape'

const ESC = '\x1b'
const BEL = '\x07'
/** What begins a text for the terminal itself, which ends in BEL or ST: OSC, DCS, SOS, PM, APC. */
const STRING_STARTS = ']PX^_'
/** A sequence as long as this is none. */
const SEQUENCE_MAX = 256

export class EscapeState {
  #state: State = 'text'
  #sequence = ''
  /** Between `CSI ?2026h` and `CSI ?2026l`. */
  #isPainting = false

  /** Whether a screen is simple to begin here. */
  get isSettled(): boolean {
    return this.#state === 'text' && !this.#isPainting
  }

  /** Whether no sequence is cut here. */
  get isBetweenSequences(): boolean {
    return this.#state === 'text'
  }

  write(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      if (this.#state === 'text') {
        at = text.indexOf(ESC, at)
        if (at < 0) return
        this.#state = 'escape'
      } else this.#step(text[at]!)
    }
  }

  #step(character: string): void {
    if (this.#state === 'string' || this.#state === 'string-escape') {
      const isEnd = character === BEL || (this.#state === 'string-escape' && character === '\\')
      this.#state = isEnd ? 'text' : character === ESC ? 'string-escape' : 'string'
    } else if (character === ESC) this.#state = 'escape'
    else if (this.#state === 'escape') this.#afterEscape(character)
    else if (character >= '@' && character <= '~') {
      if (this.#sequence === '?2026') this.#isPainting = character === 'h'
      this.#state = 'text'
    } else {
      this.#sequence += character
      if (this.#sequence.length > SEQUENCE_MAX) this.#state = 'text'
    }
  }

  #afterEscape(character: string): void {
    this.#sequence = ''
    if (character === '[') this.#state = 'sequence'
    else if (STRING_STARTS.includes(character)) this.#state = 'string'
    // What stands between, as in `ESC ( B`, goes on.
    else if (character < ' ' || character > '/') this.#state = 'text'
  }
}
