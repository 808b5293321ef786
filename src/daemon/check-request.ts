/** What comes over the socket is looked at in full before anything is made of it: unknown fields are left out. */
import { FlightrecError } from '../model/errors.ts'
import { isOid, type Oid } from '../model/oid.ts'
import { isRecordingId, type RecordingId } from '../model/recording.ts'
import { isAgentName, isSessionId, type SessionId } from '../model/session.ts'
import { showText } from '../model/show.ts'
import { TRIGGERS, type Trigger } from '../model/snapshot.ts'
import type { Requests, RequestType } from '../service/requests.ts'

const PATH_CHARACTERS_MAX = 32_768
const MESSAGE_CHARACTERS_MAX = 100_000
const LIST_MAX = 10_000
const PID_MAX = 2 ** 31 - 1
const EXIT_CODE_MAX = 255

/** Reads a field; throws when it is not what it should be. */
type Reader<Value> = (value: unknown, name: string) => Value
type Shape<Params> = { [Name in keyof Params]-?: Reader<Params[Name]> }

const path: Reader<string> = (value, name) => {
  const isPath = typeof value === 'string' && value.startsWith('/') && !value.includes('\0')
  if (isPath && value.length <= PATH_CHARACTERS_MAX && !/\p{Cs}/u.test(value)) return value
  throw refused(name, 'an absolute path', value)
}

/** Lines and tabs are a message's own; what else has no sign could only steer a terminal. */
const message: Reader<string | undefined> = (value, name) => {
  if (value === undefined) return undefined
  const isText = typeof value === 'string' && !/[^\P{Cc}\n\t]/u.test(value)
  if (isText && value.length <= MESSAGE_CHARACTERS_MAX && !/\p{Cs}/u.test(value)) return value
  throw refused(name, `text of at most ${MESSAGE_CHARACTERS_MAX} characters`, value)
}

function wholeNumber(least: number, most: number, what: string): Reader<number> {
  return (value, name) => {
    const isOne = Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
    if (isOne) return Number(value)
    throw refused(name, what, value)
  }
}

function optional<Value>(read: Reader<Value>): Reader<Value | undefined> {
  return (value, name) => (value === undefined ? undefined : read(value, name))
}

function word<Word extends string>(is: (text: string) => boolean, what: string): Reader<Word> {
  return (value, name) => {
    if (typeof value === 'string' && is(value)) return value as Word
    throw refused(name, what, value)
  }
}

function list<Value>(read: Reader<Value>): Reader<Value[]> {
  return (value, name) => {
    if (Array.isArray(value) && value.length <= LIST_MAX) return value.map((one) => read(one, name))
    throw refused(name, `a list of at most ${LIST_MAX}`, value)
  }
}

const roots = list(path)
const name = word<string>((text) => /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(text), 'a name')
const words = list(word<string>((text) => text.length <= PATH_CHARACTERS_MAX, 'a word'))
const pid = wholeNumber(1, PID_MAX, 'a process id')
const exitCode = wholeNumber(0, EXIT_CODE_MAX, 'an exit code')
const sessionId = word<SessionId>(isSessionId, 'the id of a session')
const recordingId = word<RecordingId>(isRecordingId, 'the id of a recording')
const oid = word<Oid>(isOid, 'the name of an object')
const trigger = word<Trigger>(
  (text) => (TRIGGERS as readonly string[]).includes(text),
  'what takes a snapshot',
)
const agent = word<string>(isAgentName, 'the name of an agent: letters, digits, `.`, `_` and `-`')

const repoName = word<string>(
  (text) => /^[^/\0]{1,255}$/.test(text) && text !== '.' && text !== '..',
  'the name of a shadow repo',
)

const flag: Reader<boolean> = (value, name) => {
  if (typeof value === 'boolean') return value
  throw refused(name, 'true or false', value)
}

const SHAPES: { [Type in RequestType]: Shape<Requests[Type]['params']> } = {
  snapshot: { roots, trigger, message },
  watch: { roots },
  record: { roots, always: roots },
  forget: { name: repoName, dropRecord: flag },
  pause: { roots },
  'stand-still': { root: path },
  'session-start': {
    agent,
    root: optional(path),
    message,
    pid: optional(pid),
    id: optional(sessionId),
    agent_session: optional(name),
    command: optional(words),
    run: optional(sessionId),
  },
  'session-stop': { id: sessionId, exitCode: optional(exitCode) },
  import: { path },
  'session-drop': { ids: list(sessionId) },
  'recording-drop': { ids: list(recordingId) },
  'recording-replace': { session: sessionId, id: recordingId, before: oid, after: oid },
  status: {},
  stop: {},
}

/**
 * Returns the parameters of a request, and nothing else of what was sent.
 * @throws {FlightrecError} usage, naming what is not as it should be.
 */
export function checkRequest<Type extends RequestType>(
  type: Type,
  sent: object,
): Requests[Type]['params'] {
  const given = sent as Readonly<Record<string, unknown>>
  const fields = Object.entries(SHAPES[type] as Record<string, Reader<unknown>>).flatMap(
    ([name, read]) => {
      const value = read(Object.hasOwn(given, name) ? given[name] : undefined, `${type}: ${name}`)
      return value === undefined ? [] : [[name, value] as const]
    },
  )
  return Object.fromEntries(fields) as Requests[Type]['params']
}

function refused(name: string, what: string, value: unknown): FlightrecError {
  const shown = showText(JSON.stringify(value)?.slice(0, 60) ?? 'nothing')
  return new FlightrecError('usage', `${name} must be ${what}, not ${shown}`)
}
