/** The moment as panes ask the server for it: at once when it was chosen, seldom while it runs. */
import { type ReadonlySignal, signal, useSignalEffect } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import { after, now } from '../browser/clock.ts'

/** Follows a signal, at most once in so many milliseconds; the last value is never left out. */
export function useSeldom<Value>(
  source: ReadonlySignal<Value>,
  everyMs: () => number,
): ReadonlySignal<Value> {
  const followed = useMemo(() => signal(source.peek()), [source])
  const lastMs = useRef(Number.NEGATIVE_INFINITY)
  useSignalEffect(() => {
    const value = source.value
    const follow = () => {
      lastMs.current = now()
      followed.value = value
    }
    const waitMs = lastMs.current + everyMs() - now()
    if (waitMs > 0) return after(waitMs, follow)
    follow()
    return undefined
  })
  return followed
}
