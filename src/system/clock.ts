/** Returns milliseconds since the epoch. The program has no other wall clock. */
export function now(): number {
  return Date.now()
}

/** Milliseconds on a clock that never steps, for durations. */
export function monotonicNow(): number {
  return performance.now()
}

export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
