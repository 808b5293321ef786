import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { withSessions } from '../../review/answers/session-reading.ts'
import { readSessionRecordings } from '../../review/recordings/session-recordings.ts'
import type { exportCommand } from '../commands/export.ts'
import type { ContextOf } from '../framework/command.ts'
import { writeDocument } from '../sessions/document-writer.ts'
import { sendTraces } from '../sessions/otlp-sending.ts'
import { exportPieces, otlpTraces } from '../sessions/session-export.ts'

export async function run({
  args,
  options,
  home,
  out,
  signal,
}: ContextOf<typeof exportCommand>): Promise<number> {
  const { format, endpoint, output, header: headers, pretty: isPretty } = options
  const isSent = endpoint !== undefined
  if ((isSent && (format !== 'otlp' || output !== undefined)) || (headers.length > 0 && !isSent)) {
    throw new FlightrecError('usage', '--endpoint is for `--format otlp`, without a file', {
      hint: 'Run `flightrec export SESSION --format otlp --endpoint URL`.',
    })
  }
  if (format === 'bundle' && (output ?? '-') === '-' && out.isTerminal) {
    throw new FlightrecError('usage', 'a bundle is no text to be shown', {
      hint: 'Write it to a file with `-o FILE`.',
    })
  }
  return withSessions(home, async (reading) => {
    const session = await reading.find(args[0]!)
    let isWhole = true
    const recordings = await readSessionRecordings(home, [session], ({ message }) => {
      isWhole = false
      out.warn(`a recording is left out: ${message}`)
    })
    const wanted = { home, reading, session, recordings, isPretty, out }
    if (isSent) {
      return await sendTraces(otlpTraces(wanted), { endpoint, headers, out, signal })
    }
    const pieces = exportPieces(format, wanted)
    await writeDocument(out, pieces, output, signal)
    return isWhole ? 0 : ERRORS.incomplete.exitCode
  })
}
