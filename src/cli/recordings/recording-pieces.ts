/** A recording in each of the formats it can be written as. */
import { castText, castTextV2 } from '../../review/recordings/cast-text.ts'
import { plainText } from '../../review/recordings/plain-text.ts'
import type { Home } from '../../store/home/home.ts'
import type { RecordingSource } from '../../store/recordings/recording-source.ts'
import type { RecordingFormat } from './export-formats.ts'

export function recordingPieces(
  _home: Home,
  source: RecordingSource,
  format: RecordingFormat,
): AsyncGenerator<string | Uint8Array> {
  if (format === 'cast') return castText(source)
  if (format === 'cast2') return castTextV2(source)
  return plainText(source)
}
