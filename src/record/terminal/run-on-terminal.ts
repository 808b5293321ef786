/**
 * Runs a program on a terminal of its own, between the user's terminal and it: what it puts out goes to the user first
 * and at once, and a copy of it into a recording. Everything else is as without us.
 */
import { randomBytes } from 'node:crypto'
import type { TerminalSize } from '../../model/terminal-size.ts'
import { childProcesses, sendSignal } from '../../system/child-processes.ts'
import {
  enterRawMode,
  leaveRawMode,
  OwnInput,
  OwnOutput,
  onTerminalResize,
  ownTerminalSize,
  standardTerminals,
} from '../../system/own-terminal.ts'
import type { Pty, StartPty } from '../../system/pty.ts'
import { TerminalGuard } from '../../system/terminal-guard.ts'
import { type LaunchMark, LaunchMarks, launchOf } from './launch.ts'
import { ScreenModes } from './screen-modes.ts'

/** What hears a copy of all that is shown. It may not throw, and may take no time. */
export interface TerminalListener {
  output(bytes: Uint8Array): void
  input(bytes: Uint8Array): void
  resize(columns: number, rows: number): void
}

export interface TerminalRun {
  /** Path of a program, and its arguments. */
  command: readonly string[]
  /** All there are. */
  variables: Readonly<Record<string, string>>
  folder: string
  size: TerminalSize
  startPty: StartPty
  listener: TerminalListener | undefined
  /** Whether the listener hears what is typed where the terminal shows it. */
  isInputRecorded: boolean
  /** Called once the program is there. */
  onStarted(): void
}

/** Passed on when they are sent to this process; those of keys come to the program by its own terminal. */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const
const RESUME_AGAIN_MS = 20
const EOF = Uint8Array.of(4)

/** Returns the exit code of the program, or 128 and the number of the signal that ended it. */
export function runOnTerminal(run: TerminalRun): Promise<number> {
  return new RunningOnTerminal(run).ended
}

class RunningOnTerminal {
  readonly ended: Promise<number>
  readonly #listener: TerminalListener | undefined
  readonly #pty: Pty
  readonly #marks: LaunchMarks
  readonly #output = new OwnOutput()
  readonly #input: OwnInput
  readonly #isTyped = standardTerminals().input
  readonly #isInputRecorded: boolean
  readonly #endings: (() => void)[] = []
  readonly #modes = new ScreenModes()
  readonly #guard: TerminalGuard | undefined
  #resumeTimer: NodeJS.Timeout | undefined
  #resolve: (exitCode: number) => void = () => {}

  constructor({ startPty, listener, isInputRecorded, onStarted, ...run }: TerminalRun) {
    const { command, variables, folder, size } = run
    this.#isInputRecorded = isInputRecorded
    const word = randomBytes(8).toString('hex')
    this.#marks = new LaunchMarks(word)
    this.#listener = listener
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#guard = this.#isTyped && standardTerminals().output ? new TerminalGuard() : undefined
    this.#pty = startPty({ ...launchOf(command, variables, word), variables, folder, ...size })
    onStarted()
    this.#pty.onOutput((chunk) => this.#show(chunk))
    this.#pty.onGone((exitCode) => {
      this.#pass(this.#marks.end())
      this.#finish(exitCode)
    })
    this.#input = new OwnInput(
      (bytes) => this.#type(bytes),
      // A file or a pipe has come to its end.
      () => this.#pty.write(EOF),
    )
    this.#listen()
    if (this.#isTyped) enterRawMode()
  }

  #show(chunk: Buffer): void {
    const { output, marks } = this.#marks.offer(chunk)
    this.#pass(output)
    for (const mark of marks) this.#heed(mark)
  }

  #pass(bytes: Buffer): void {
    if (bytes.length === 0) return
    if (this.#guard) {
      this.#modes.offer(bytes)
      if (this.#modes.mode !== 'untouched') this.#guard.tell(this.#modes.mode)
    }
    this.#output.write(bytes)
    this.#listener?.output(bytes)
  }

  /** Whether it is shown is asked before the program has it: a password may be its end. */
  #type(bytes: Buffer): void {
    const isKept = this.#isInputRecorded && this.#pty.isEchoed()
    this.#pty.write(bytes)
    if (isKept) this.#listener?.input(bytes)
  }

  #heed(mark: LaunchMark): void {
    if (mark.type === 'ended') this.#finish(mark.exitCode)
    else if (mark.type === 'resumed') clearInterval(this.#resumeTimer)
    else this.#output.whenTaken(() => this.#suspend())
  }

  /** The program was stopped, by Ctrl-Z say: so is this process, until the shell lets it go on. */
  #suspend(): void {
    if (this.#isTyped) leaveRawMode()
    process.kill(0, 'SIGTSTP')
    if (this.#isTyped) enterRawMode()
    this.#resize()
    // It says that it is about to stop, and may not have: then it does not go on by this.
    const resume = () => sendSignal(this.#pty.pid, 'SIGCONT')
    resume()
    this.#resumeTimer = setInterval(resume, RESUME_AGAIN_MS)
  }

  #resize(): void {
    const size = ownTerminalSize()
    if (!size) return
    this.#pty.resize(size.columns, size.rows)
    this.#listener?.resize(size.columns, size.rows)
  }

  #listen(): void {
    const on = (signal: NodeJS.Signals, act: () => void) => {
      process.on(signal, act)
      this.#endings.push(() => process.off(signal, act))
    }
    for (const signal of PASSED_ON) {
      on(signal, () => {
        for (const pid of childProcesses(this.#pty.pid)) sendSignal(pid, signal)
      })
    }
    on('SIGHUP', () => this.#pty.close())
    // Whoever has stopped this process alone may have set the terminal otherwise meanwhile.
    on('SIGCONT', () => this.#isTyped && enterRawMode())
    this.#endings.push(onTerminalResize(() => this.#resize()))
  }

  #finish(exitCode: number): void {
    clearInterval(this.#resumeTimer)
    for (const end of this.#endings.splice(0)) end()
    this.#input.stop()
    if (this.#isTyped) leaveRawMode()
    this.#guard?.release()
    // It waits for this.
    sendSignal(this.#pty.pid, 'SIGKILL')
    this.#output.whenTaken(() => this.#resolve(exitCode))
  }
}
