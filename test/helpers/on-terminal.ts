/** Runs the built program on a terminal of its own, and types on it. */
import { resolve } from 'node:path'
import { LaunchMarks, launchOf } from '../../src/record/terminal/launch.ts'
import { loadPty, type Pty } from '../../src/system/pty.ts'
import type { TestEnv } from './test-env.ts'
import { until } from './until.ts'

const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')
const WORD = 'test'

const startPty = await loadPty()
/** Whether the addon loads here. */
export const hasPty = typeof startPty === 'function'
if (!hasPty) process.stderr.write('skipped: tests on a terminal, since its addon does not load\n')

export interface TerminalSettings {
  columns?: number
  rows?: number
  env?: Record<string, string>
  folder?: string
}

export interface EndedOnTerminal {
  exitCode: number
  output: Buffer
  /** As text. */
  shown: string
}

export class OnTerminal {
  readonly #pty: Pty
  readonly #marks = new LaunchMarks(WORD)
  readonly #output: Buffer[] = []
  #exitCode: number | undefined

  /** Starts `flightrec` with these arguments in the root of a test's environment. */
  static flightrec(env: TestEnv, settings: TerminalSettings, ...args: string[]): OnTerminal {
    return new OnTerminal(env, settings, [process.execPath, PROGRAM, ...args])
  }

  constructor(
    env: TestEnv,
    { columns = 80, rows = 24, folder = env.root, ...settings }: TerminalSettings,
    command: readonly string[],
  ) {
    if (typeof startPty !== 'function') throw startPty
    const variables = { ...env.variables(settings.env ?? {}) }
    const launch = launchOf(command, variables, WORD)
    this.#pty = startPty({ ...launch, variables, folder, columns, rows })
    this.#pty.onOutput((chunk) => {
      const { output, marks } = this.#marks.offer(chunk)
      this.#output.push(output)
      for (const mark of marks) if (mark.type === 'ended') this.#end(mark.exitCode)
    })
    this.#pty.onGone((exitCode) => this.#end(exitCode))
  }

  /** Of the shell that has started the program. */
  get launcherPid(): number {
    return this.#pty.pid
  }

  get shown(): string {
    return Buffer.concat(this.#output).toString('utf8')
  }

  get hasEnded(): boolean {
    return this.#exitCode !== undefined
  }

  type(text: string): void {
    this.#pty.write(Buffer.from(text))
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows)
  }

  /** Takes the terminal away. */
  hangUp(): void {
    this.#pty.close()
  }

  async shows(what: string | RegExp): Promise<void> {
    const isShown = () =>
      typeof what === 'string' ? this.shown.includes(what) : what.test(this.shown)
    const said = () => JSON.stringify(this.shown)
    await until(`the terminal shows ${what}`, () => isShown() || this.hasEnded, said)
    if (!isShown()) throw new Error(`it has ended without ${what}: ${said()}`)
  }

  async ended(): Promise<EndedOnTerminal> {
    await until(
      'the program has ended',
      () => this.hasEnded,
      () => this.shown,
    )
    return {
      exitCode: this.#exitCode!,
      output: Buffer.concat(this.#output),
      shown: this.shown,
    }
  }

  #end(exitCode: number): void {
    if (this.hasEnded) return
    this.#exitCode = exitCode
    this.#pty.close()
  }
}

/** Runs `flightrec` on a terminal to its end. */
export async function endedOnTerminal(
  env: TestEnv,
  settings: TerminalSettings,
  ...args: string[]
): Promise<EndedOnTerminal> {
  return await OnTerminal.flightrec(env, settings, ...args).ended()
}
