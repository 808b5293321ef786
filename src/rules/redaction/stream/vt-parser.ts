/**
 * Takes the output of a program apart as a terminal does: characters to show, controls, sequences, and the texts that
 * some sequences carry. Pieces may be cut anywhere.
 */

/** What is told of the output, in order. Positions are those of the piece at hand. */
export interface VtActions {
  print(text: string, start: number, end: number): void
  control(code: number): void
  escape(final: string): void
  /** `prefix` is one of `<=>?`, or nothing; an absent parameter is 0. */
  csi(final: string, params: readonly number[], prefix: string): void
}

/** A title, a link or the like. */
export interface Payloads {
  /** One begins in the output at `offset`: it is what follows `ESC ]` or its kin. */
  payloadStart(kind: string, offset: number): void
  payload(text: string, offset: number): void
  payloadEnd(): void
}

type State = 'ground' | 'escape' | 'csi' | 'payload' | 'payload-escape'

const SEQUENCE_MAX = 256
/** In eight bits, what `ESC` and a letter is in seven. */
const EIGHT_BIT: Record<number, string> = {
  144: 'P',
  152: 'X',
  155: '[',
  157: ']',
  158: '^',
  159: '_',
}
const PAYLOADS = ']PX^_'
const CANCEL = /[\u0018\u001a]/

/** Up to the next character that is not shown. */
const SHOWN = /[^\u0000-\u001f\u007f-\u009f]+/y
/** Colours and the like, which do nothing to the text. */
const STYLE = /\u001b\[[\d;:]{0,64}m/y
/** Up to the next character that may end a payload. */
const CARRIED = /[^\u0007\u0018\u001a\u001b\u009c]+/y

export class VtParser {
  readonly #output: VtActions
  readonly #payloads: Payloads
  /** Where in the output the piece at hand begins. */
  #base = 0
  #state: State = 'ground'
  /** What has come of the sequence at hand. */
  #sequence = ''

  constructor(output: VtActions, payloads: Payloads) {
    this.#output = output
    this.#payloads = payloads
  }

  /** Takes the next piece, which begins in the output at `base`. */
  parse(text: string, base: number): void {
    this.#base = base
    for (let at = 0; at < text.length; ) {
      if (this.#state === 'ground') at = this.#ground(text, at)
      else if (this.#state === 'payload') at = this.#payload(text, at)
      else this.#inSequence(text, at++)
    }
  }

  #ground(text: string, at: number): number {
    SHOWN.lastIndex = at
    if (SHOWN.test(text)) {
      this.#output.print(text, at, SHOWN.lastIndex)
      return SHOWN.lastIndex
    }
    const code = text.charCodeAt(at)
    if (code === 0x1b) {
      STYLE.lastIndex = at
      if (STYLE.test(text)) return STYLE.lastIndex
      this.#begin('escape')
    } else if (EIGHT_BIT[code] !== undefined) this.#introduce(EIGHT_BIT[code], at + 1)
    else this.#output.control(code)
    return at + 1
  }

  #payload(text: string, at: number): number {
    CARRIED.lastIndex = at
    if (CARRIED.test(text)) {
      this.#payloads.payload(text.slice(at, CARRIED.lastIndex), this.#base + at)
      return CARRIED.lastIndex
    }
    if (text.charCodeAt(at) === 0x1b) this.#state = 'payload-escape'
    else this.#endPayload()
    return at + 1
  }

  #inSequence(text: string, at: number): void {
    const character = text[at]!
    if (this.#state === 'payload-escape') this.#afterPayload(text, at)
    else if (CANCEL.test(character)) this.#state = 'ground'
    else if (character === '\u001b') this.#begin('escape')
    else if (character < ' ') this.#output.control(character.charCodeAt(0))
    else if (this.#state === 'escape') this.#inEscape(character, at)
    else this.#inCsi(character)
  }

  #begin(state: State): void {
    this.#state = state
    this.#sequence = ''
  }

  #introduce(kind: string, at: number): void {
    if (kind === '[') this.#begin('csi')
    else {
      this.#begin('payload')
      this.#payloads.payloadStart(kind, this.#base + at)
    }
  }

  /** An escape ends a payload, whatever follows it; a backslash belongs to it. */
  #afterPayload(text: string, at: number): void {
    this.#endPayload()
    if (text[at] === '\\') return
    this.#begin('escape')
    this.#inSequence(text, at)
  }

  #endPayload(): void {
    this.#payloads.payloadEnd()
    this.#state = 'ground'
  }

  #inEscape(character: string, at: number): void {
    if (this.#sequence === '' && (character === '[' || PAYLOADS.includes(character))) {
      this.#introduce(character, at + 1)
    } else if (character >= '0') {
      this.#state = 'ground'
      if (this.#sequence === '') this.#output.escape(character)
    } else this.#collect(character)
  }

  #inCsi(character: string): void {
    if (character < '@') this.#collect(character)
    else {
      this.#state = 'ground'
      const parts = /^([<=>?]?)([0-9;:]*)$/.exec(this.#sequence)
      // What has other characters in it does nothing to the text.
      if (parts) this.#output.csi(character, paramsOf(parts[2]!), parts[1]!)
    }
  }

  #collect(character: string): void {
    if (this.#sequence.length < SEQUENCE_MAX) this.#sequence += character
  }
}

const PARAMETER_MAX = 65_535

function paramsOf(text: string): number[] {
  if (text.length < 3 && !text.includes(';')) return text === '' ? [] : [Number(text) || 0]
  return text.split(';').map((part) => Math.min(PARAMETER_MAX, Number.parseInt(part, 10) || 0))
}
