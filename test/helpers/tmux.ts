/** Drives the screens on a real terminal, by tmux. */
import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import type { TestEnv } from './test-env.ts'
import { until } from './until.ts'

const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')

export const hasTmux = (() => {
  try {
    execFileSync('tmux', ['-V'])
    return true
  } catch {
    return false
  }
})()

/** `flightrec`, alone or with arguments, on a terminal with a server of its own, in the environment of a test. */
export class Tmux {
  readonly #env: TestEnv

  constructor(
    env: TestEnv,
    columns: number,
    rows: number,
    {
      variables = {},
      folder = env.root,
      hasJobs = false,
      args = [],
    }: {
      variables?: Record<string, string>
      folder?: string
      hasJobs?: boolean
      args?: readonly string[]
    } = {},
  ) {
    this.#env = env
    const settings = Object.entries({ FLIGHTREC_HOME: env.home, HOME: env.userHome, ...variables })
    const words = settings.map(([name, value]) => `${name}='${value}'`)
    const argv = [process.execPath, PROGRAM, ...args].map((one) => `'${one}'`).join(' ')
    const program = `${words.join(' ')} ${argv}; echo "left with $?"`
    const command = hasJobs ? `set -m; ${program}; read go; fg; cat` : `${program}; cat`
    const size = ['-x', String(columns), '-y', String(rows)]
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-s', 't', ...size, '-c', folder, command)
  }

  #tmux(...args: string[]): string {
    // The address of a socket is short: it is named from where it lies.
    const cwd = this.#env.temporary
    return execFileSync('tmux', ['-S', 'tmux', ...args], { cwd, encoding: 'utf8' })
  }

  screen(): string {
    return this.#tmux('capture-pane', '-p', '-t', 't')
  }

  /** The screen with its colours, as SGR codes. */
  coloredScreen(): string {
    return this.#tmux('capture-pane', '-e', '-N', '-p', '-t', 't')
  }

  press(...keys: string[]): void {
    this.#tmux('send-keys', '-t', 't', ...keys)
  }

  type(text: string): void {
    this.#tmux('send-keys', '-t', 't', '-l', text)
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-t', 't', '-x', String(columns), '-y', String(rows))
  }

  async shows(what: RegExp | string): Promise<string> {
    const is = (screen: string) =>
      typeof what === 'string' ? screen.includes(what) : what.test(screen)
    let screen = ''
    const isShown = () => {
      screen = this.screen()
      return is(screen)
    }
    await until(`the screen shows ${what}`, isShown, () => screen)
    return screen
  }

  close(): void {
    try {
      this.#tmux('kill-server')
    } catch {
      // It has ended by itself.
    }
  }
}
