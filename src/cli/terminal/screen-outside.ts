/** How the screens have things done: by the same commands, whose output they show instead of printing it. */
import { FlightrecError } from '../../model/errors.ts'
import type { Home } from '../../store/home/home.ts'
import { environment } from '../../system/environment.ts'
import { toFlightrecError } from '../../system/failure.ts'
import { NOT_FOUND } from '../../system/find-program.ts'
import { runUserProgram, startUserProgram } from '../../system/user-program.ts'
import type { CommandAnswer, CommandLine } from '../../tui/outside.ts'
import type { Command } from '../framework/command.ts'
import { failureLines } from '../framework/failure.ts'
import { parseCommandLine } from '../framework/parser.ts'
import type { Output } from './output.ts'
import { choosePager } from './pager.ts'

/** Listens to a command; JSON and bytes are nothing a screen asks for. */
class HeardOutput implements Output {
  readonly isJson = false
  readonly isTerminal = false
  readonly isColored = false
  readonly columns = 80
  readonly lines: CommandLine[] = []
  readonly progress: Output['progress']

  constructor(onProgress: Output['progress']) {
    this.progress = onProgress
  }

  style(_name: string, text: string): string {
    return text
  }

  line(text = ''): void {
    this.lines.push({ text, isWarning: false })
  }

  goOnUnheard(): void {
    // What is heard here is kept in memory.
  }

  talk(text: string): void {
    this.line(text)
  }

  warn(text: string): void {
    this.lines.push({ text, isWarning: true })
  }

  json(value: unknown): void {
    this.line(JSON.stringify(value))
  }

  bytes(content: Uint8Array): void {
    this.line(Buffer.from(content).toString('latin1'))
  }

  page(): void {
    // The screen is the pager.
  }

  async drain(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Runs a command line and returns what it would print. */
export async function hearCommand(
  { catalogue, home, signal }: { catalogue: readonly Command[]; home: Home; signal: AbortSignal },
  argv: readonly string[],
  onProgress: Output['progress'],
): Promise<CommandAnswer> {
  const out = new HeardOutput(onProgress)
  try {
    const invocation = parseCommandLine(catalogue, argv)
    if (invocation.kind !== 'run' || !invocation.command.run)
      throw new Error(`not to be run: ${argv}`)
    const { args, rest, options, globals, command } = invocation
    const context = { args, rest, options, roots: globals.roots, home, catalogue, out, signal }
    const exitCode = await command.run!(context)
    return { lines: out.lines, exitCode }
  } catch (error) {
    const failure = toFlightrecError(error)
    for (const line of failureLines(failure, false)) out.warn(line)
    return { lines: out.lines, exitCode: failure.exitCode }
  }
}

/** Opens a file in the user's editor: VISUAL, else EDITOR, else vi. */
export async function editFile(path: string): Promise<void> {
  const editor = environment('VISUAL')?.trim() || environment('EDITOR')?.trim() || 'vi'
  if ((await runUserProgram(editor, [path])) === NOT_FOUND) throw notThere(editor, 'EDITOR')
}

/** Shows a text in the user's pager; with none, in one that waits for a key. */
export async function pageText(text: string): Promise<void> {
  const pager = choosePager() ?? 'less'
  const program = startUserProgram(pager, { LESS: environment('LESS') ?? 'R' })
  program.stdin.on('error', () => {
    // It was left before it had read everything.
  })
  program.stdin.end(text)
  if ((await program.ended) === NOT_FOUND) throw notThere(pager, 'PAGER')
}

function notThere(program: string, variable: string): FlightrecError {
  return new FlightrecError('failed', `cannot start '${program}'`, {
    hint: `Set ${variable} to a program that is there.`,
  })
}
