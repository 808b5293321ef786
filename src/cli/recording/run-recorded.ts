/** Runs a program with its terminal recorded, or without where that cannot be. */
import type { SessionId } from '../../model/session.ts'
import { USUAL_SIZE } from '../../model/terminal-size.ts'
import { runOnPipes } from '../../record/terminal/run-on-pipes.ts'
import type { Home } from '../../store/home/home.ts'
import { ownTerminalSize } from '../../system/own-terminal.ts'
import { loadPty, type StartPty } from '../../system/pty.ts'

interface RecordedRun {
  home: Home
  session: SessionId
  root: string | undefined
  /** Path of a program, and its arguments. */
  command: readonly string[]
  /** The same as it was typed. */
  shownCommand: readonly string[]
  /** All there are. */
  variables: Readonly<Record<string, string>>
  folder: string
  isRecorded: boolean
  isInputRecorded: boolean
  maxBytes: number
  /** Called once the program is there. */
  onStarted(): void
  /** Is told, before and after the program, what is not recorded. */
  tell(text: string): void
}

/** Returns the exit code of the program, or 128 and the number of the signal that ended it. */
export async function runRecorded(run: RecordedRun): Promise<number> {
  const startPty = run.isRecorded ? await loadPty() : undefined
  if (typeof startPty === 'function') return await onTerminal(run, startPty)
  if (startPty) run.tell(`the terminal is not recorded: ${startPty.message}`)
  return await runOnPipes(run)
}

async function onTerminal(run: RecordedRun, startPty: StartPty): Promise<number> {
  const { home, session, root, command, shownCommand, variables, folder, maxBytes, tell } = run
  const { OpenRecording } = await import('../../record/terminal/open-recording.ts')
  const { runOnTerminal } = await import('../../record/terminal/run-on-terminal.ts')
  const size = ownTerminalSize() ?? USUAL_SIZE
  const recording = new OpenRecording({
    ...{ home, session, ...size, maxBytes, command: shownCommand, cwd: folder },
    root,
    term: variables.TERM,
  })
  const exitCode = await runOnTerminal({
    ...{ command, variables, folder, size, startPty, isInputRecorded: run.isInputRecorded },
    listener: recording,
    onStarted: run.onStarted,
  })
  const { problem } = await recording.close(exitCode)
  if (problem !== undefined) tell(`the recording is not whole: ${problem}`)
  return exitCode
}
