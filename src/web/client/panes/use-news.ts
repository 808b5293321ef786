/** Asks anew whenever there is news of what is shown. */
import { useEffect, useRef } from 'preact/hooks'
import { after } from '../browser/clock.ts'
import { newsOf } from '../state/live.ts'

/**
 * `topic` as `newsOf` takes it; undefined as long as it is not known. With `pauseMs`, what costs much is asked so much
 * later, and once for all the news until then.
 */
export function useNews(topic: string | undefined, askAgain: () => void, pauseMs = 0): void {
  const latest = useRef(askAgain)
  latest.current = askAgain
  const count = topic === undefined ? 0 : newsOf(topic)
  const known = useRef({ topic, count })
  const takeBack = useRef<(() => void) | undefined>(undefined)
  useEffect(() => {
    const isNews = known.current.topic === topic && known.current.count !== count
    known.current = { topic, count }
    if (!isNews || takeBack.current) return
    if (pauseMs === 0) latest.current()
    else
      takeBack.current = after(pauseMs, () => {
        takeBack.current = undefined
        latest.current()
      })
  }, [topic, count, pauseMs])
  useEffect(() => () => takeBack.current?.(), [])
}
