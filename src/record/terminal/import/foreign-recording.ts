/** A recording that another program has made: what it is, and what it shows. */
import type { CastEvent, CastHeader } from '../../../model/cast.ts'
import { FlightrecError } from '../../../model/errors.ts'
import { USUAL_SIZE } from '../../../model/terminal-size.ts'
import { CastOnDisk } from '../../../store/recordings/cast-on-disk.ts'
import { CastReader } from '../../../store/recordings/cast-reader.ts'
import { isTtyrec, ttyrecEvents } from './ttyrec.ts'
import { typescriptEvents, typescriptHeader } from './typescript.ts'

export interface ForeignRecording {
  kind: 'asciicast' | 'script' | 'ttyrec'
  header: CastHeader
  events: Iterable<CastEvent>
  close(): void
}

const BEGINNING_BYTES = 4096

/**
 * Opens a file as what it is: a typescript where the log of its times is given.
 * @throws {FlightrecError} failed, saying what it is not.
 */
export function openForeign(path: string, timing: string | undefined): ForeignRecording {
  const files = [path, ...(timing === undefined ? [] : [timing])].map((one) => CastOnDisk.open(one))
  const close = () => {
    for (const file of files) file.close()
  }
  try {
    return { ...read(files[0]!, files[1]), close }
  } catch (error) {
    close()
    throw error
  }
}

function read(file: CastOnDisk, timing: CastOnDisk | undefined): Omit<ForeignRecording, 'close'> {
  const beginning = file.beginning(BEGINNING_BYTES)
  if (timing) {
    const header = typescriptHeader(beginning, timing)
    return { kind: 'script', header, events: typescriptEvents(file, timing) }
  }
  if (beginning.toString('latin1').startsWith('Script started')) {
    throw new FlightrecError('failed', 'a typescript tells nothing of its times', {
      hint: 'Give the log of its times with --timing.',
    })
  }
  if (isTtyrec(beginning)) {
    return { kind: 'ttyrec', header: USUAL_SIZE, events: ttyrecEvents(file) }
  }
  return { kind: 'asciicast', header: file.header(), events: castEvents(file) }
}

function* castEvents(file: CastOnDisk): Generator<CastEvent> {
  const reader = new CastReader()
  for (const chunk of file.chunks()) yield* reader.push(chunk)
  yield* reader.end()
}
