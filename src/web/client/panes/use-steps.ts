/** Brings the steps of a session in, a page after another, as long as it is shown. */
import { signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { ROUTES } from '../../api/routes.ts'
import { ask } from '../browser/fetching.ts'
import { addSteps, steps } from '../state/steps.ts'

export function useSteps(session: string) {
  const failure = useMemo(() => signal<Error | undefined>(undefined), [])
  const isWhole = useMemo(() => signal(false), [])
  useEffect(() => {
    const asked = new AbortController()
    steps.value = []
    isWhole.value = false
    const read = async () => {
      for (let start = 0, total = 1; start < total; ) {
        const page = await ask(ROUTES.steps, { session, start: String(start) }, asked.signal)
        addSteps(page.steps)
        total = page.total
        start += page.steps.length
        if (page.steps.length === 0) break
      }
      isWhole.value = true
    }
    read().catch((error: Error) => {
      if (!asked.signal.aborted) failure.value = error
    })
    return () => asked.abort()
  }, [session, failure, isWhole])
  return { failure, isWhole }
}
