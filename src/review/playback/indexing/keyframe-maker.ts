/**
 * Makes keyframes. What a screen says of itself is not all there is to it, so none is believed for a picture with which
 * it was not compared: beside the true screen runs a second one that was started from the last keyframe, and as soon as
 * they differ the keyframe holds no more.
 */
import type { TerminalSize } from '../../../model/terminal-size.ts'
import { TerminalScreen } from '../screen.ts'
import type { Keyframes } from './keyframes.ts'

/** So much output lies between two, which is what a seek has to go through at most. */
const APART_BYTES = 256 << 10
/** After one that did not hold the next may be tried so much later; twice as much each time. */
const RETRY_BYTES = 16 << 10

export class KeyframeMaker {
  readonly #keyframes: Keyframes
  readonly #true: TerminalScreen
  /** Started from the last keyframe. */
  #trial: TerminalScreen | undefined
  #waitBytes = APART_BYTES
  #retryBytes = RETRY_BYTES
  #sinceBytes = 0

  constructor(screen: TerminalScreen, keyframes: Keyframes) {
    this.#true = screen
    this.#keyframes = keyframes
  }

  write(output: string): void {
    this.#trial?.write(output)
    this.#sinceBytes += output.length
  }

  resize(size: TerminalSize): void {
    this.#trial?.resize(size)
  }

  /** A picture has ended on the true screen. */
  frameEnded(frame: number): void {
    if (this.#trial && !this.#trial.isSame(this.#true)) this.#giveUp(frame)
    if (this.#sinceBytes >= this.#waitBytes) this.#make(frame)
  }

  #giveUp(frame: number): void {
    this.#keyframes.list.at(-1)!.until = frame
    this.#trial?.close()
    this.#trial = undefined
    this.#waitBytes = this.#sinceBytes + this.#retryBytes
    this.#retryBytes = Math.min(2 * this.#retryBytes, APART_BYTES)
  }

  #make(frame: number): void {
    const size = this.#true.size
    const state = this.#true.state()
    const screen = new TerminalScreen(size)
    screen.write(state)
    if (!screen.isSame(this.#true)) {
      screen.close()
      this.#waitBytes = this.#sinceBytes + this.#retryBytes
      return
    }
    // The one before is not looked at any more.
    const before = this.#keyframes.list.at(-1)
    if (this.#trial && before) {
      before.until = frame
      this.#retryBytes = RETRY_BYTES
    }
    this.#trial?.close()
    this.#trial = screen
    this.#sinceBytes = 0
    this.#waitBytes = APART_BYTES
    this.#keyframes.add(frame, size, state)
  }

  close(): void {
    this.#trial?.close()
    this.#trial = undefined
  }
}
