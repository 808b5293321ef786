/** A recording in each of the formats it can be written as. */
import { castText, castTextV2 } from '../../review/recordings/cast-text.ts'
import { htmlPage } from '../../review/recordings/html-page.ts'
import { plainText } from '../../review/recordings/plain-text.ts'
import { readPlayerFiles } from '../../review/recordings/player-files.ts'
import { recordingBundle } from '../../review/recordings/recording-bundle.ts'
import type { Home } from '../../store/home/home.ts'
import type { RecordingSource } from '../../store/recordings/recording-source.ts'
import type { RecordingFormat } from './export-formats.ts'

type Pieces = AsyncGenerator<string | Uint8Array>

const WRITERS: Record<RecordingFormat, (source: RecordingSource, home: Home) => Pieces> = {
  cast: castText,
  cast2: castTextV2,
  txt: plainText,
  html: (source) => htmlPage(source, readPlayerFiles()),
  'tar.gz': (source, home) => recordingBundle(home, source),
}

export function recordingPieces(
  home: Home,
  source: RecordingSource,
  format: RecordingFormat,
): Pieces {
  return WRITERS[format](source, home)
}
