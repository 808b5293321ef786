/** A program on a terminal of its own, whose output is looked at as it comes. */
import { performance } from 'node:perf_hooks'
import type { Pty, StartPty } from '../../src/system/pty.ts'

const PATIENCE_MS = 120_000
/** So much of the output is looked at again with what comes. */
const TAIL = 100

export class OnTerminal {
  readonly #pty: Pty
  readonly #gone: Promise<void>
  #seen = ''
  #look: (() => void) | undefined
  /** When the first output came. */
  firstMs: number | undefined

  constructor(
    startPty: StartPty,
    [program, ...args]: readonly string[],
    variables: Record<string, string>,
    folder: string,
  ) {
    const size = { columns: 120, rows: 40 }
    this.#pty = startPty({ program: program!, args, variables, folder, ...size })
    this.#gone = new Promise((resolve) => this.#pty.onGone(() => resolve()))
    this.#pty.onOutput((bytes) => {
      this.firstMs ??= performance.now()
      this.#seen += bytes.toString('latin1')
      this.#look?.()
    })
  }

  get pid(): number {
    return this.#pty.pid
  }

  write(text: string): void {
    this.#pty.write(Buffer.from(text))
  }

  /** Resolves when what was put out since it was last asked holds `text`. */
  async shows(text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const impatience = setTimeout(() => reject(new Error(`'${text}' never came`)), PATIENCE_MS)
      this.#look = () => {
        const at = this.#seen.indexOf(text)
        this.#seen = this.#seen.slice(at < 0 ? -TAIL : at + text.length)
        if (at < 0) return
        clearTimeout(impatience)
        this.#look = undefined
        resolve()
      }
      this.#look()
    })
  }

  async ended(): Promise<void> {
    await this.#gone
  }
}
