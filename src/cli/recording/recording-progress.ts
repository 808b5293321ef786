/** How far the first reading of a folder has come, and what to say when it was cut short. */

import { showNumber } from '../../model/counts.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import type { Progress } from '../../service/requests.ts'
import type { Output } from '../terminal/output.ts'

/** Shows how far the reading of a root has come; undefined takes the line away. */
export function showProgress(out: Output, root: string, progress: Progress | undefined): void {
  if (!progress) {
    out.progress(undefined)
    return
  }
  const { files, filesTotal, bytes } = progress
  const done = `${showNumber(files)} of ${showNumber(filesTotal)} files`
  out.progress(`${showText(root)}: ${done}, ${showNumber(Math.round(bytes / 1e6))} MB`)
}

/** Returns what to throw for a Ctrl-C before there is a snapshot. */
export function interruptedError(): FlightrecError {
  return new FlightrecError('interrupted', 'interrupted before the first snapshot was whole', {
    hint: 'Run the same command again: it goes on with what was read so far.',
  })
}
