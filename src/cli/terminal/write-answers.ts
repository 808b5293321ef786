import type { Output } from './output.ts'

const DRAIN_EVERY = 100

/** Writes JSON values, one a line, as they come; returns the exit code. */
export async function writeAnswers(
  { out, signal }: { out: Output; signal: AbortSignal },
  answers: AsyncIterable<object>,
): Promise<0> {
  let count = 0
  for await (const answer of answers) {
    signal.throwIfAborted()
    out.json(answer)
    count += 1
    if (count % DRAIN_EVERY === 0) await out.drain()
  }
  return 0
}
