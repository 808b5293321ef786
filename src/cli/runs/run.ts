import { RecordedSession, type RecordedStart } from '../../daemon/recorded-session.ts'
import { agentNamed } from '../../model/agent-names.ts'
import { type Config, defaultConfig } from '../../model/config.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isAgentName } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { newSessionId } from '../../store/sessions/session-id.ts'
import { environment, environmentVariables, logicalFolder } from '../../system/environment.ts'
import { toFlightrecError } from '../../system/failure.ts'
import { removeIfEmpty } from '../../system/files.ts'
import { findProgram, NOT_FOUND } from '../../system/find-program.ts'
import type { runCommand } from '../commands/run.ts'
import type { ContextOf } from '../framework/command.ts'
import { loadConfigAloud } from '../recording/recording-roots.ts'
import { runRecorded } from '../recording/run-recorded.ts'
import { terminalChoice } from '../recording/terminal-choice.ts'
import { SESSION_VARIABLE, sessionAround } from '../sessions/session-around.ts'
import { sessionRoot } from '../sessions/session-root.ts'

type Context = ContextOf<typeof runCommand>

export async function run(context: Context): Promise<number> {
  const { rest, options, home, out } = context
  const tell = (text: string) => out.talk(`flightrec: ${showText(text)}`)
  const folder = logicalFolder()
  const program = programToRun(rest, folder)
  if (typeof program === 'number') {
    tell(`${rest[0]}: ${program === NOT_FOUND ? 'no such program' : 'it cannot be executed'}`)
    return program
  }
  const agent = agentOf(options.agent, rest[0]!)
  const config = await configIfReadable(context)
  const root = rootIfRecordable(context, config, tell)
  const wanted = runStart({ agent, command: rest, root, message: options.message })
  const session = new RecordedSession(home, wanted)
  await session.begun(tell)
  const variables = {
    ...Object.fromEntries(environmentVariables()),
    [SESSION_VARIABLE]: wanted.id,
  }
  const { isRecorded, why } = terminalChoice(options.terminal, config, folder)
  if (why !== undefined) tell(why)
  const exitCode = await runRecorded({
    ...{ home, session: wanted.id, root, variables, folder, isRecorded, tell },
    command: [program, ...rest.slice(1)],
    shownCommand: rest,
    isInputRecorded: options.input,
    maxBytes: config['terminal.max_size'],
    onStarted: () => removeIfEmpty(options.begun),
  })
  await session.end(exitCode, tell)
  return exitCode
}

/** @throws {FlightrecError} usage */
function programToRun(rest: readonly string[], folder: string): string | number {
  if (rest[0] === undefined) {
    throw new FlightrecError('usage', 'nothing was given to run', {
      hint: 'Put the program after `--`, e.g. `flightrec run -- claude`.',
    })
  }
  return findProgram(rest[0], environment('PATH') ?? '/usr/bin:/bin', folder)
}

/** @throws {FlightrecError} usage */
function agentOf(given: string | undefined, program: string): string {
  const name = agentNamed(given ?? program.slice(program.lastIndexOf('/') + 1))
  if (isAgentName(name)) return name
  if (given === undefined) return 'unknown'
  throw new FlightrecError('usage', 'that is no name for an agent', {
    hint: 'Give letters, digits, dots and dashes, e.g. `flightrec run --agent my-bot -- CMD`.',
  })
}

/** A configuration that cannot be read is told of at the end, and costs nothing else. */
async function configIfReadable({ home, out }: Context): Promise<Config> {
  try {
    return await loadConfigAloud(home, out)
  } catch (error) {
    if (toFlightrecError(error).code === 'bug') throw error
    return defaultConfig()
  }
}

/** Where no files are to be recorded, the session and its terminal are. */
function rootIfRecordable(
  { home, roots, out, options }: Context,
  config: Config,
  tell: (text: string) => void,
): string | undefined {
  try {
    return sessionRoot(home, config, roots, out, options.yes)
  } catch (error) {
    const { code, message } = toFlightrecError(error)
    if (roots.length > 0 || code === 'bug') throw error
    tell(`no files are recorded: ${message}`)
    return undefined
  }
}

function runStart({
  agent,
  command,
  root,
  message,
}: {
  agent: string
  command: string[]
  root: string | undefined
  message: string | undefined
}): RecordedStart {
  const above = sessionAround()
  return {
    ...{ agent, command, id: newSessionId(), pid: process.pid },
    ...(root !== undefined && { root }),
    ...(message !== undefined && { message }),
    ...(above !== undefined && { run: above }),
  }
}
