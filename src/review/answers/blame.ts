/** `blame`: who wrote each line of a file. */
import type { Snapshot } from '../../model/snapshot.ts'
import { lineJson } from '../json/line.ts'
import { type Blame, type BlameLine, readBlame } from '../snapshot/blame.ts'
import type { Reading } from './reading.ts'

/** As typed. */
interface BlameRequest {
  path: string
  /** The snapshot whose file is shown. */
  snapshot: string
}

/** With the steps that lines are put down to, and the snapshot that was asked for. */
export async function readBlameWithSteps(
  reading: Reading,
  request: BlameRequest,
): Promise<Blame & { asked: Snapshot }> {
  const { view, snapshots, sessions } = reading
  const asked = await snapshots.get(request.snapshot)
  const read = await readBlame(view, asked, reading.paths([request.path])![0]!)
  const lines: BlameLine[] = []
  for (const line of read.lines)
    lines.push({ ...line, snapshot: await sessions.withStep(line.snapshot) })
  return { asked, at: read.at, lines }
}

/** Yields a `line` for each line. */
export async function* answerBlame(reading: Reading, request: BlameRequest) {
  const { at, lines } = await readBlameWithSteps(reading, request)
  for (const line of lines) yield lineJson(at, line)
}
