/** A recording to be read, wherever it lies: being written, at rest in the sessions repo, or a file of somebody's. */
import { basename } from 'node:path'
import type { Recording, RecordingId } from '../../model/recording.ts'
import type { Home } from '../home/home.ts'
import { CastOnDisk } from './cast-on-disk.ts'
import { IndexPlace } from './kept-indexes.ts'
import { castFile } from './live-recordings.ts'
import { isBeingMade } from './made-recordings.ts'
import { type FoundRecording, noSuchRecording, RecordingsReader } from './recordings-reader.ts'
import { SegmentCasts } from './segment-casts.ts'

/** What is said of a recording; a file of somebody's has no session and no id. */
export type RecordingFacts = Omit<Recording, 'id' | 'session' | 'started'> & Partial<Recording>

/** A part that can be read without those before it: it begins with a header. */
export interface RecordingPart {
  /** Milliseconds from the beginning of the recording, which its first event counts from. */
  startMs: number
  /** Size of the terminal as it begins. */
  columns: number
  rows: number
  /** Returns its cast from byte `from` on, all or `length` bytes: what is known of one that grows is not read again. */
  read(from?: number, length?: number): Promise<Buffer>
}

export interface RecordingSource {
  readonly recording: RecordingFacts
  /** Whether it is still being written, as of now. */
  readonly isLive: boolean
  /** In order. A live one has one part, which grows. */
  readonly parts: readonly RecordingPart[]
  /** Where an index of it is kept; absent for what may grow or change. */
  readonly index?: IndexPlace
  /** Lets go of its files: nothing can be read any more. */
  close(): void
}

/**
 * Opens a recording of the store.
 * @throws {FlightrecError} unknown-recording, corrupt-store
 */
export async function openRecordingSource(home: Home, id: RecordingId): Promise<RecordingSource> {
  const reader = new RecordingsReader(home)
  try {
    const found = await reader.find(id)
    if (!found) throw noSuchRecording(id)
    if (found.tree)
      return storedSource(reader, found, new IndexPlace(home, found.recording, found.tree))
    reader.close()
    return madeSource(found.recording, found.folder!)
  } catch (error) {
    reader.close()
    throw error
  }
}

/**
 * Opens a cast that is a file outside the store.
 * @throws {FlightrecError} failed, saying why it cannot be played.
 */
export function openCastFile(path: string): RecordingSource {
  const file = CastOnDisk.open(path)
  try {
    const header = file.header()
    const { columns, rows, timestamp, title = basename(path), command, idleTimeLimit } = header
    const recording = {
      title,
      ...(command !== undefined && { command: [command] }),
      columns,
      rows,
      ...(timestamp !== undefined && { started: new Date(timestamp * 1000).toISOString() }),
      ...(idleTimeLimit !== undefined && { idle_time_limit: idleTimeLimit }),
      bytes: file.sizeBytes,
    }
    return {
      recording,
      isLive: false,
      parts: [wholeOf(file, recording)],
      close: () => file.close(),
    }
  } catch (error) {
    file.close()
    throw error
  }
}

function madeSource(recording: Recording, folder: string): RecordingSource {
  const file = CastOnDisk.open(castFile(folder, recording.id))
  return {
    recording,
    get isLive() {
      return isBeingMade(folder, recording.id)
    },
    parts: [wholeOf(file, recording)],
    close: () => file.close(),
  }
}

function wholeOf(file: CastOnDisk, { columns, rows }: RecordingFacts): RecordingPart {
  return {
    startMs: 0,
    columns,
    rows,
    read: async (from = 0, length?: number) => file.readFrom(from, length),
  }
}

function storedSource(
  reader: RecordingsReader,
  found: FoundRecording,
  index: IndexPlace,
): RecordingSource {
  const { recording } = found
  const casts = new SegmentCasts(reader, found)
  const parts = (recording.segments ?? []).map(({ start_ms, columns, rows }, index) => ({
    startMs: start_ms,
    columns,
    rows,
    read: async (from = 0, length = Number.POSITIVE_INFINITY) =>
      await casts.read(index + 1, from, length),
  }))
  const close = () => {
    casts.close()
    reader.close()
  }
  return { recording, isLive: false, parts, index, close }
}
