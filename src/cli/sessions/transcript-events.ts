import { showCount } from '../../model/counts.ts'
import { ERRORS } from '../../model/errors.ts'
import { openTranscript } from '../../record/import/read-transcript.ts'
import { draftJson } from '../../review/json/event-draft.ts'
import type { Output } from '../terminal/output.ts'

const DRAIN_EVERY = 256

/** Prints the events that transcripts mean, as JSON. */
export async function showTranscripts(
  paths: readonly string[],
  out: Output,
  signal: AbortSignal,
): Promise<number> {
  let [count, bad] = [0, 0]
  for (const path of paths) {
    const transcript = await openTranscript(path)
    for await (const { events } of transcript.lines()) {
      signal.throwIfAborted()
      for (const event of events) {
        out.json(draftJson(event))
        count += 1
        if (count % DRAIN_EVERY === 0) await out.drain()
      }
    }
    bad += transcript.faults().bad_lines
  }
  if (bad > 0) out.warn(`${showCount(bad, 'line')} not read: not JSON`)
  return bad > 0 ? ERRORS.incomplete.exitCode : 0
}
