/** A recording as one cast, of version 3 or 2. */
import { type CastEvent, type CastHeader, CastLines, formatCastHeader } from '../../model/cast.ts'
import { commandText } from '../../model/recording.ts'
import { recordingEvents } from '../../store/recordings/recording-events.ts'
import type { RecordingFacts, RecordingSource } from '../../store/recordings/recording-source.ts'

/** Codes that version 2 has, too. */
const V2_CODES = 'oimr'

/** Yields asciicast v3, many lines at a time. */
export async function* castText(source: RecordingSource): AsyncGenerator<string> {
  yield formatCastHeader(headerOf(source.recording))
  const lines = new CastLines()
  for await (const events of recordingEvents(source)) {
    yield events.map((event) => lines.format(event)).join('')
  }
}

/** Yields asciicast v2, for older programs: the exit code has no place in it. */
export async function* castTextV2(source: RecordingSource): AsyncGenerator<string> {
  const { columns, rows, timestamp, command, title } = headerOf(source.recording)
  const header = { version: 2, width: columns, height: rows, timestamp, command, title }
  yield `${JSON.stringify(header)}\n`
  for await (const events of recordingEvents(source)) yield events.map(lineV2).join('')
}

function lineV2({ timeMs, code, data }: CastEvent): string {
  if (!V2_CODES.includes(code)) return ''
  return `[${(timeMs / 1000).toFixed(3)}, ${JSON.stringify(code)}, ${JSON.stringify(data)}]\n`
}

function headerOf(recording: RecordingFacts): CastHeader {
  const { columns, rows, started, title } = recording
  const command = commandText(recording)
  return {
    columns,
    rows,
    timestamp: started === undefined ? undefined : Math.floor(Date.parse(started) / 1000),
    command,
    title,
  }
}
