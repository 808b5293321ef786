/** One run of flightrec: arguments in, exit code out. */
import type { FlightrecError } from '../../model/errors.ts'
import { existsConfig, type Home, locateHome } from '../../store/home/home.ts'
import { toFlightrecError } from '../../system/failure.ts'
import { onUncaught } from '../../system/uncaught.ts'
import { type Output, TerminalOutput } from '../terminal/output.ts'
import { CATALOGUE } from './catalogue.ts'
import { failureLines } from './failure.ts'
import { GLOBAL_DEFAULTS, type GlobalOptions } from './global-options.ts'
import { commandHelp, programHelp } from './help.ts'
import { listenForInterrupts } from './interrupts.ts'
import { asksForJson, type Invocation, parseCommandLine } from './parser.ts'
import { VERSION } from './version.ts'

/** How long a command may go on after its reader has left. */
const BROKEN_PIPE_GRACE_MS = 2_000

/** Runs one command line and returns its exit code; `leave` ends the process at once. */
export async function runCommandLine(
  argv: readonly string[],
  leave: (exitCode: number) => void,
): Promise<number> {
  const invocation = parse(argv)
  const isError = invocation instanceof Error
  const globals = isError ? { ...GLOBAL_DEFAULTS, isJson: asksForJson(argv) } : invocation.globals
  let hasReader = true
  const out = new TerminalOutput({
    ...outputSettings(globals, invocation),
    onBrokenPipe: () => {
      hasReader = false
      controller.abort()
      setTimeout(() => leave(0), BROKEN_PIPE_GRACE_MS).unref()
    },
  })
  const controller = passesSignals(invocation)
    ? new AbortController()
    : listenForInterrupts({ leave, isPaging: () => out.isPaging })
  const tell = (failure: FlightrecError): number => {
    if (!hasReader) return 0
    for (const line of failureLines(failure, globals.isJson)) out.complain(line)
    return failure.exitCode
  }
  onUncaught((error) => leave(tell(toFlightrecError(error))))
  if (isError) return tell(invocation)
  const home = locateHome()
  let exitCode: number
  let failure: FlightrecError | undefined
  try {
    exitCode = await perform(invocation, home, out, controller.signal)
    await out.close()
  } catch (error) {
    await out.close()
    failure = toFlightrecError(error)
    exitCode = tell(failure)
  }
  const isOver = failure?.code === 'bad-config' || failure?.code === 'usage'
  if (hasReader && !isOver && !isSilent(invocation)) await tellBadConfig(home, out)
  return hasReader ? exitCode : 0
}

function passesSignals(invocation: Invocation | FlightrecError): boolean {
  if (invocation instanceof Error || invocation.kind !== 'run') return false
  return invocation.command.passesSignals === true
}

function isSilent(invocation: Invocation): boolean {
  return invocation.kind !== 'run' || invocation.command.isSilent === true
}

/** What a command has done without a configuration it needs not is right, and the next one may need it. */
async function tellBadConfig(home: Home, out: Output): Promise<void> {
  try {
    if (!existsConfig(home)) return
    const { loadConfig } = await import('../../store/config/config-file.ts')
    await loadConfig(home)
  } catch (error) {
    const { message, hint } = toFlightrecError(error)
    out.warn(`${message}; this command did without it`)
    if (hint !== undefined) out.talk(`hint: ${hint}`)
  }
}

function parse(argv: readonly string[]): Invocation | FlightrecError {
  try {
    return parseCommandLine(CATALOGUE, argv)
  } catch (error) {
    return toFlightrecError(error)
  }
}

function outputSettings(globals: GlobalOptions, invocation: Invocation | FlightrecError) {
  const isPlain =
    invocation instanceof Error || invocation.kind !== 'run' || invocation.command.isPlain === true
  return { ...globals, isJson: globals.isJson && !isPlain }
}

async function perform(
  invocation: Invocation,
  home: Home,
  out: TerminalOutput,
  signal: AbortSignal,
): Promise<number> {
  if (invocation.kind === 'version') {
    out.line(`flightrec ${VERSION}`)
    return 0
  }
  if (invocation.kind === 'help') {
    out.page()
    const { path } = invocation
    const text = path.length > 0 ? commandHelp(path, out) : programHelp(CATALOGUE, out)
    out.line(text.trimEnd())
    return 0
  }
  const { command, args, rest, options, globals } = invocation
  if (!command.run) throw new Error(`the command ${command.name} has nothing to run`)
  const { roots } = globals
  return await command.run({ args, rest, options, roots, home, catalogue: CATALOGUE, out, signal })
}
