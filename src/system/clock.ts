/** Returns milliseconds since the epoch. The program has no other wall clock. */
export function now(): number {
  return Date.now()
}

/** Milliseconds on a clock that never steps, for durations. */
export function monotonicNow(): number {
  return performance.now()
}

/** Waits `ms` milliseconds, or until `signal` is aborted, which is no error. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })
}

/** Holds up the whole thread: only for waits of a few milliseconds where there is no other way. */
export function sleepBlocking(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
