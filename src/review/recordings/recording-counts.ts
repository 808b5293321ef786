/** How many recordings there are, and what they take. */
import { newerFormat } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import { RecordingsReader, recordingBytes } from '../../store/recordings/recordings-reader.ts'
import { sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { type ListedRecording, withSessionsOf } from './listed-recordings.ts'

export interface RecordingCounts {
  total: number
  /** On disk. */
  bytes: number
  /** Being made. */
  running: number
}

export interface CountedRecordings extends RecordingCounts {
  /** Sessions or recordings that cannot be read, and are not among the others. */
  damaged: number
  /** Of the sessions that work in a folder. */
  in(root: string): RecordingCounts
}

/** Those of a newer flightrec are not counted: this one does not read them, and `status` says so. */
export async function countRecordings(home: Home): Promise<CountedRecordings> {
  if (newerFormat(sessionsGitDir(home)))
    return { ...countsOf([]), damaged: 0, in: () => countsOf([]) }
  const reader = new RecordingsReader(home)
  let damaged = 0
  const found = await reader.list(() => (damaged += 1)).finally(() => reader.close())
  const all: ListedRecording[] = []
  for await (const one of withSessionsOf(home, found)) all.push(one)
  const of = (root: string) => all.filter((one) => rootOf(one) === root)
  return { ...countsOf(all), damaged, in: (root) => countsOf(of(root)) }
}

function rootOf({ session, recording }: ListedRecording): string | undefined {
  return session ? session.root : recording.cwd
}

function countsOf(listed: readonly ListedRecording[]): RecordingCounts {
  return {
    total: listed.length,
    bytes: recordingBytes(listed.map(({ recording }) => recording)),
    running: listed.filter(({ state }) => state === 'recording').length,
  }
}
