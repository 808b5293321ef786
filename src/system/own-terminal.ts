/** The terminal that this process itself was started on, given over to a program that runs on another one. */
import { execFileSync } from 'node:child_process'
import type { TerminalSize } from '../model/terminal-size.ts'

/** Which of the three standard streams are a terminal. */
export function standardTerminals(): { input: boolean; output: boolean; errors: boolean } {
  const { stdin, stdout, stderr } = process
  return { input: !!stdin.isTTY, output: !!stdout.isTTY, errors: !!stderr.isTTY }
}

/** Returns the size of the terminal on standard output; undefined where there is none, or it tells none. */
export function ownTerminalSize(): TerminalSize | undefined {
  // What `columns` says may be of before it was resized.
  const [columns, rows] = process.stdout.isTTY ? process.stdout.getWindowSize() : []
  return columns && rows ? { columns, rows } : undefined
}

/** Calls `listener` whenever the terminal's size may be another; returns what ends that. */
export function onTerminalResize(listener: () => void): () => void {
  process.on('SIGWINCH', listener)
  return () => process.off('SIGWINCH', listener)
}

/**
 * Writes bytes to standard output as they are, at once: a terminal that is slow slows this process, and so the program
 * that writes. What nobody reads any more is lost.
 */
export class OwnOutput {
  #isLost = false
  #isWaiting = false

  constructor() {
    process.stdout.on('error', () => {
      this.#isLost = true
    })
  }

  write(bytes: Uint8Array): void {
    if (this.#isLost || bytes.length === 0) return
    if (!process.stdout.write(bytes)) this.#isWaiting = true
  }

  /** Calls `listener` once what was written is taken; at once when nothing waits. */
  whenTaken(listener: () => void): void {
    if (!this.#isWaiting || this.#isLost) listener()
    else {
      process.stdout.once('drain', () => {
        this.#isWaiting = false
        listener()
      })
    }
  }
}

/** What comes on standard input, as bytes. */
export class OwnInput {
  readonly #listener: (bytes: Buffer) => void

  /** Begins to read. `onEnd`: there is no more to come. */
  constructor(listener: (bytes: Buffer) => void, onEnd: () => void) {
    this.#listener = listener
    process.stdin.on('data', this.#listener)
    process.stdin.once('end', onEnd)
    process.stdin.on('error', () => {
      // The terminal is gone; SIGHUP says so too.
    })
    process.stdin.resume()
  }

  /** Lets whatever comes from now on wait for the next to read it. */
  stop(): void {
    process.stdin.off('data', this.#listener)
    process.stdin.pause()
  }
}

/** Gives each key to whoever reads, as it is, and each byte to the terminal, as it is. */
export function enterRawMode(): void {
  // Node does nothing where it takes the terminal to be in that mode already.
  process.stdin.setRawMode(false)
  process.stdin.setRawMode(true)
  // Node leaves the terminal to make CR LF of LF: the program's own terminal has done what it wants of that.
  stty('-opost')
}

/** Sets the terminal as it was before; when this process ends in order, Node does so too. */
export function leaveRawMode(): void {
  stty('opost')
  process.stdin.setRawMode(false)
}

function stty(setting: string): void {
  try {
    execFileSync('stty', [setting], { stdio: ['inherit', 'ignore', 'ignore'] })
  } catch {
    // Without it, or without the terminal it would set, lines that end in LF alone look odd; no more.
  }
}
