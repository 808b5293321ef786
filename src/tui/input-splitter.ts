/** Takes apart what a terminal sends: a key, a report of the mouse or an answer each, wherever the pieces were cut. */

/** An answer, a sequence, a key with Alt, text, and escapes that begin nothing. */
const PARTS = new RegExp(
  [
    /\u001b[\]P_^X][^\u0007\u001b]*(?:\u0007|\u001b\\)/,
    // The mouse as terminals tell of it that know no newer way: three characters follow.
    /\u001b\[M[\s\S]{3}/,
    /\u001b+\[[0-?]*[ -/]*[@-~]/,
    /\u001b+O[ -~]/,
    /\u001b[^\u001b[\]OPX^_]/,
    /[^\u001b]+/,
    /\u001b+/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'uy',
)
/** What may be the beginning of more. */
const UNFINISHED = /\u001b+(?:\[M[\s\S]{0,2}|\[[0-?]*[ -/]*|[\]P_^X][^\u0007]*|O)?$/u
/** Nothing that we wait for is longer. */
const WAITING_MAX = 256

export class InputSplitter {
  #waiting = ''

  /** Whether something came that may be only the beginning of a sequence. */
  get isWaiting(): boolean {
    return this.#waiting !== ''
  }

  /** Returns what is whole; the rest waits for more, or for `flush`. */
  push(text: string): string[] {
    const all = this.#waiting + text
    const open = UNFINISHED.exec(all)
    const isOpen = open !== null && all.length - open.index <= WAITING_MAX
    this.#waiting = isOpen ? all.slice(open.index) : ''
    return split(isOpen ? all.slice(0, open.index) : all)
  }

  /** Returns what waits, as it came, and forgets it. */
  takeWaiting(): string {
    const rest = this.#waiting
    this.#waiting = ''
    return rest
  }

  /** Returns what waited: no more has come, so that an escape was the key. */
  flush(): string[] {
    return split(this.takeWaiting())
  }
}

function split(text: string): string[] {
  const parts: string[] = []
  PARTS.lastIndex = 0
  for (let part = PARTS.exec(text); part; part = PARTS.exec(text)) parts.push(part[0])
  return parts
}
