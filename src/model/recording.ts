/** A recording: what one terminal showed, for one run. Field names are those of its JSON. */

import type { SessionId } from './session.ts'
import { shellWord } from './shell-word.ts'

/** `rec_` and sixteen hex digits. */
export type RecordingId = string & { readonly brand: 'RecordingId' }

const ID = /^rec_[0-9a-f]{16}$/

/** One recording. What is not known is absent. */
export interface Recording {
  id: RecordingId
  session: SessionId
  /** Argument by argument, redacted. */
  command?: string[]
  title?: string
  /** Absolute path of the folder it was begun in. */
  cwd?: string
  /** The terminal's size at the beginning. */
  columns: number
  rows: number
  /** What writes it, while it runs. */
  process?: { pid: number; birth: string }
  /** RFC 3339, UTC. */
  started: string
  ended?: string
  /** Milliseconds from the beginning to the last event. */
  duration_ms?: number
  exit_code?: number
  /** Seconds; its pauses are to be played no longer. */
  idle_time_limit?: number
  /** When it was taken over from a file, and the kind of that file. */
  imported?: string
  source?: string
  /** Size of the cast, before it is compressed. */
  bytes?: number
  /** The parts it is kept in once it has ended; each can be read alone. */
  segments?: RecordingSegment[]
}

/** A part of a recording at rest. */
export interface RecordingSegment {
  /** Milliseconds from the beginning of the recording. */
  start_ms: number
  /** Size of the terminal as the part begins. */
  columns: number
  rows: number
  /** Size of its cast, before it is compressed and after. */
  bytes: number
  stored_bytes: number
}

export function isRecordingId(text: string): text is RecordingId {
  return ID.test(text)
}

/** Returns the command as a shell would take it; of a recording that was imported it is known only so. */
export function commandText({
  id,
  command,
  imported,
}: Partial<Pick<Recording, 'id' | 'command' | 'imported'>>): string | undefined {
  const isText = id === undefined || imported !== undefined
  return isText ? command?.join(' ') : command?.map(shellWord).join(' ')
}

/** What it takes on disk; undefined where only its file tells. */
export function storedBytesOf({ segments }: Recording): number | undefined {
  return segments?.reduce((sum, { stored_bytes }) => sum + stored_bytes, 0)
}

/** Whether it was being made at a time; without an end or a length it still is. */
export function wasMadeAt(
  { started, ended, duration_ms: lasted }: Recording,
  timeMs: number,
): boolean {
  const startedMs = Date.parse(started)
  const endedMs = ended === undefined ? undefined : Date.parse(ended)
  const untilMs = endedMs ?? (lasted === undefined ? Infinity : startedMs + lasted)
  return startedMs <= timeMs && timeMs <= untilMs
}
