/** A terminal that a program drives, recorded in a session: for `flightrec record` and for the library. */
import { FlightrecError } from '../model/errors.ts'
import { isAgentName, isSessionId, type SessionId } from '../model/session.ts'
import { isTerminalSize, USUAL_SIZE } from '../model/terminal-size.ts'
import { OpenRecording } from '../record/terminal/open-recording.ts'
import { loadConfig } from '../store/config/config-file.ts'
import type { Home } from '../store/home/home.ts'
import { resolveRoots } from '../store/home/roots.ts'
import { newSessionId, sessionIdOf } from '../store/sessions/session-id.ts'
import { environment, workingFolder } from '../system/environment.ts'
import { RecordedSession } from './recorded-session.ts'

/** All may be left out. */
export interface RecordingOptions {
  /**
   * The session it belongs to: the id of one, or a name of your own, such as that of a unit of work. Recordings of one
   * agent under one name are in one session. Unless given, that of the run around this process, else a new one.
   */
  session?: string | undefined
  /** Who is at work: letters, digits, `.`, `_` and `-`. Default: `driver`. */
  agent?: string | undefined
  title?: string | undefined
  /** What is run, word by word; secrets in it are replaced. */
  command?: readonly string[]
  /** Size of the terminal. Default: 80 by 24. */
  columns?: number
  rows?: number
  /** The folder in which it is run. Default: the current one. */
  cwd?: string
  /** A folder whose changes are to be recorded with the session. Default: none. */
  root?: string
  /** Name of the terminal, as in `TERM`. */
  term?: string
}

/** How a recording has ended. */
export interface RecordingEnd {
  /** What is missing, in a few words; absent when nothing is. */
  problem?: string
}

/** A terminal that is being recorded. None of its methods throws, waits, or fails whoever calls it. */
export interface TerminalRecording {
  /** `rec_` and sixteen hex digits, for `flightrec play`. */
  readonly id: string
  /** `sess_` and sixteen hex digits; put it into FLIGHTREC_SESSION of what you start, and its hooks join. */
  readonly session: string
  /** Takes what the terminal shows, escape sequences and all. Bytes may end within a character. */
  write(data: string | Uint8Array): void
  /** Takes what was typed; do not hand on what is not shown, such as passwords. */
  input(data: string | Uint8Array): void
  resize(columns: number, rows: number): void
  /** Marks this moment. */
  marker(label: string): void
  /** Ends it, with the exit code of what was run where there is one. What was recorded is on disk when it resolves. */
  close(exitCode?: number): Promise<RecordingEnd>
}

const AGENT = 'driver'

/**
 * Begins a recording; `recording` takes events whose times are known, too.
 * @throws {TypeError} when an option is not what it should be; what cannot be recorded is told by `close`.
 */
export async function openRecordingIn(
  home: Home,
  options: RecordingOptions,
): Promise<TerminalRecording & { recording: OpenRecording }> {
  const problems: string[] = []
  const note = (problem: string) => void problems.push(problem)
  const { columns, rows } = checkedSize(options)
  const session = sessionOf(options)
  const root = options.root === undefined ? undefined : resolveRoots([options.root])[0]!.path
  const around = session.isKnown
    ? undefined
    : new RecordedSession(home, startOf(session, root, options))
  await around?.begun(note)
  const recording = new OpenRecording({
    ...{ home, session: session.id, columns, rows, maxBytes: await maxBytes(home) },
    command: options.command,
    title: options.title,
    term: options.term,
    cwd: options.cwd ?? workingFolder() ?? '/',
    root,
  })
  return {
    id: recording.recording.id,
    session: session.id,
    recording,
    write: (data) => recording.output(bytesOf(data)),
    input: (data) => recording.input(bytesOf(data)),
    resize: (toColumns, toRows) => {
      if (isTerminalSize(toColumns, toRows)) recording.resize(toColumns, toRows)
    },
    marker: (label) => recording.marker(String(label)),
    close: async (exitCode) => {
      const { problem } = await recording.close(exitCode)
      if (problem !== undefined) note(problem)
      await around?.end(exitCode, note)
      return problems.length > 0 ? { problem: problems.join('; ') } : {}
    },
  }
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data
}

function checkedSize({ columns = USUAL_SIZE.columns, rows = USUAL_SIZE.rows }: RecordingOptions) {
  if (isTerminalSize(columns, rows)) return { columns, rows }
  throw new TypeError(`a terminal cannot have ${columns} columns and ${rows} rows`)
}

interface NamedSession {
  id: SessionId
  agent: string
  /** What whoever records calls it. */
  name?: string
  /** Whether it was begun by somebody else. */
  isKnown: boolean
}

function sessionOf({ session, agent = AGENT }: RecordingOptions): NamedSession {
  if (!isAgentName(agent)) throw new TypeError(`'${agent}' is no name for an agent`)
  const named = session ?? environment('FLIGHTREC_SESSION') ?? ''
  if (isSessionId(named)) return { id: named, agent, isKnown: true }
  if (session === undefined) return { id: newSessionId(), agent, isKnown: false }
  if (!/^[^\p{Cc}\p{Cs}]{1,200}$/u.test(session)) {
    throw new TypeError('a name of a session has 1 to 200 characters, all of them printable')
  }
  return { id: sessionIdOf(agent, session), agent, name: session, isKnown: false }
}

function startOf(
  { id, agent, name }: NamedSession,
  root: string | undefined,
  { title }: RecordingOptions,
) {
  return {
    ...{ id, agent, pid: process.pid },
    ...(root !== undefined && { root }),
    ...(name !== undefined && { agent_session: name }),
    ...(title !== undefined && { message: title }),
  }
}

async function maxBytes(home: Home): Promise<number> {
  try {
    return (await loadConfig(home)).config['terminal.max_size']
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    // The commands say what is wrong with it.
    return 0
  }
}
