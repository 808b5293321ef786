/** The only door to the addon that makes pseudoterminals, which is optional: it does not load everywhere. */
import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import type { IPty } from '@lydell/node-pty'

interface PtySettings {
  program: string
  args: readonly string[]
  /** All there are. */
  variables: Readonly<Record<string, string>>
  folder: string
  columns: number
  rows: number
}

/** A program on a terminal of its own. */
export interface Pty {
  readonly pid: number
  /** Whether what is typed is shown, as far as can be told. */
  isEchoed(): boolean
  onOutput(listener: (bytes: Buffer) => void): void
  /** Called when the program is gone and its terminal is closed; not all it has put out need have come by then. */
  onGone(listener: (exitCode: number) => void): void
  write(bytes: Uint8Array): void
  resize(columns: number, rows: number): void
  /** Takes the terminal away: what runs on it gets SIGHUP. */
  close(): void
}

type Addon = typeof import('@lydell/node-pty')

/** What the addon has on every system and does not declare. */
type Undeclared = IPty & {
  /** Path of the end that the program has. */
  ptsName: string
  on(event: 'error', listener: (error: Error) => void): void
  destroy(): void
}

export type StartPty = (settings: PtySettings) => Pty

/** Returns what starts a program on a terminal; why there is none, when the addon does not load. */
export async function loadPty(): Promise<StartPty | Error> {
  try {
    const addon = (await import('@lydell/node-pty')) as Addon & { default?: Addon }
    return (settings) => startOn(addon.default ?? addon, settings)
  } catch (error) {
    return error as Error
  }
}

function startOn(addon: Addon, settings: PtySettings): Pty {
  const { program, args, variables, folder, columns, rows } = settings
  const terminal = addon.spawn(program, [...args], {
    cols: columns,
    rows,
    cwd: folder,
    env: { ...variables },
    // As bytes.
    encoding: null,
    ...(variables.TERM !== undefined && { name: variables.TERM }),
  })
  const { on, destroy, ptsName } = terminal as Undeclared
  on.call(terminal, 'error', () => {
    // Written to when it was gone; that it is gone is told apart.
  })
  return {
    pid: terminal.pid,
    isEchoed: () => isEchoed(ptsName),
    onOutput: (listener) => terminal.onData((bytes) => listener(bytes as unknown as Buffer)),
    onGone: (listener) => {
      terminal.onExit(({ exitCode, signal }) => listener(signal ? 128 + signal : exitCode))
    },
    write: (bytes) => terminal.write(Buffer.from(bytes) as unknown as string),
    resize: (toColumns, toRows) => terminal.resize(toColumns, toRows),
    close: () => destroy.call(terminal),
  }
}

function isEchoed(path: string): boolean {
  try {
    const terminal = openSync(path, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK)
    try {
      const said = execFileSync('stty', ['-a'], { stdio: [terminal, 'pipe', 'ignore'] })
      return /(?:^|\s)echo(?:\s|;|$)/m.test(said.toString())
    } finally {
      closeSync(terminal)
    }
  } catch {
    // It may be a password.
    return false
  }
}
