/** The only reader of standard input. */
import { createInterface } from 'node:readline'

import { setTimeout as sleep } from 'node:timers/promises'

/** Reads standard input to its end and returns its first `limitBytes`; what comes after is read and dropped. */
export async function readStandardInput(limitBytes = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    if (sizeBytes < limitBytes) chunks.push(chunk.subarray(0, limitBytes - sizeBytes))
    sizeBytes += chunk.length
  }
  return Buffer.concat(chunks)
}

/** Whether a person types on standard input. */
export function isTyped(): boolean {
  return process.stdin.isTTY === true
}

/** Yields what arrives, and `quiet` with its length each time nothing has come for one of `pausesMs`, ascending. */
export async function* pacedInput(
  pausesMs: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<Buffer | { quietMs: number }> {
  const chunks = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const aborted = new Promise<'aborted'>((resolve) => {
    signal.addEventListener('abort', () => resolve('aborted'), { once: true })
  })
  while (!signal.aborted) {
    const chunk = chunks.next()
    let waitedMs = 0
    for (const pauseMs of pausesMs) {
      const stop = new AbortController()
      const wait = sleep(pauseMs - waitedMs, 'quiet' as const, { signal: stop.signal }).catch(
        // Stopped because something came; nobody looks at it then.
        () => 'quiet' as const,
      )
      const first = await Promise.race([chunk, wait, aborted])
      stop.abort()
      if (first === 'quiet') yield { quietMs: pauseMs }
      else break
      waitedMs = pauseMs
    }
    const next = await Promise.race([chunk, aborted])
    if (next === 'aborted' || next.done) return
    yield next.value
  }
}

/** Reads one line that a person types; empty when they end the input instead. */
export async function readAnswer(signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  const close = () => lines.close()
  signal.addEventListener('abort', close)
  try {
    for await (const line of lines) return line.trim()
    return ''
  } finally {
    signal.removeEventListener('abort', close)
    lines.close()
  }
}
