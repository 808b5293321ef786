/** Reads keys, the mouse and a terminal's answers from standard input, in raw mode, without ink. */
import { StringDecoder } from 'node:string_decoder'
import { InputSplitter } from './input-splitter.ts'
import { type Input, readInput } from './keys.ts'

/** So long an escape may be the beginning of more. */
const ESCAPE_MS = 50

interface KeyboardListener {
  onInput(input: Input): void
  /** An answer to something that was asked of the terminal. */
  onAnswer(answer: string): void
  /** There will be no more: whoever typed is gone. */
  onEnd(): void
}

export class Keyboard {
  readonly #listener: KeyboardListener
  readonly #splitter = new InputSplitter()
  readonly #decoder = new StringDecoder('utf8')
  #timer: NodeJS.Timeout | undefined
  #isOpen = false
  readonly #onData = (chunk: Buffer | string) => {
    clearTimeout(this.#timer)
    const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk)
    this.#tell(this.#splitter.push(text))
    if (!this.#splitter.isWaiting) return
    this.#timer = setTimeout(() => this.#tell(this.#splitter.flush()), ESCAPE_MS)
  }
  readonly #onEnd = () => this.#listener.onEnd()

  constructor(listener: KeyboardListener) {
    this.#listener = listener
  }

  open(): void {
    const { stdin } = process
    this.#isOpen = true
    stdin.setRawMode(true)
    stdin.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onEnd)
    stdin.resume()
    // ink lets go of it where it has been: a player that is paused would then have nothing to wait for.
    stdin.ref()
  }

  /** What was typed in the same breath is left to whoever reads next. */
  close(): void {
    const { stdin } = process
    clearTimeout(this.#timer)
    this.#isOpen = false
    stdin.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onEnd)
    stdin.pause()
    this.#giveBack(this.#splitter.takeWaiting())
    if (stdin.isTTY && !stdin.destroyed) stdin.setRawMode(false)
  }

  #tell(parts: readonly string[]): void {
    const all = parts.flatMap((part) => (part.startsWith('\u001b') ? [part] : [...part]))
    for (const [n, part] of all.entries()) {
      if (!this.#isOpen) {
        this.#giveBack(all.slice(n).join(''))
        return
      }
      if (/^\u001b(?:[\]P_^X]|\[[\d;?]*[Rc]$)/.test(part)) this.#listener.onAnswer(part)
      else for (const input of readInput(part)) this.#listener.onInput(input)
    }
  }

  #giveBack(text: string): void {
    if (text !== '' && !process.stdin.readableEnded) process.stdin.unshift(Buffer.from(text))
  }
}
