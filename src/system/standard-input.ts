/** Standard input as a whole, as it comes with its pauses, or as a person types it; its lines are in line-reader.ts. */
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

/** Yields what arrives, to its end or until `signal` is aborted. */
export async function* standardInput(signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const chunk of pacedInput([], signal)) if (Buffer.isBuffer(chunk)) yield chunk
}

/** Yields what arrives, and `quiet` with its length each time nothing has come for one of `pausesMs`, ascending. */
export async function* pacedInput(
  pausesMs: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<Buffer | { quietMs: number }> {
  const chunks = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  while (!signal.aborted) {
    const chunk = chunks.next()
    let waitedMs = 0
    for (const pauseMs of pausesMs) {
      const first = await firstOf(chunk, signal, pauseMs - waitedMs)
      if (first !== 'quiet') break
      yield { quietMs: pauseMs }
      waitedMs = pauseMs
    }
    const next = await firstOf(chunk, signal)
    if (typeof next === 'string' || next.done) return
    yield next.value
  }
}

/**
 * Awaits `promise`, the end of a pause, or an abort. Unlike `Promise.race` with a promise that outlives the call, it
 * leaves nothing behind that would hold on to what it returned.
 */
function firstOf<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
  pauseMs?: number,
): Promise<Value | 'quiet' | 'aborted'> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController()
    const settle = (outcome: Value | 'quiet' | 'aborted') => {
      stop.abort()
      resolve(outcome)
    }
    signal.addEventListener('abort', () => settle('aborted'), { signal: stop.signal })
    promise.then(settle, (error: unknown) => {
      stop.abort()
      reject(error)
    })
    if (pauseMs !== undefined) {
      const wait = sleep(pauseMs, 'quiet' as const, { signal: stop.signal })
      // Stopped because something came; nobody looks at it then.
      wait.then(settle, () => {})
    }
  })
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
