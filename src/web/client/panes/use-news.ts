/** Asks anew whenever there is news of what is shown. */
import { useEffect, useRef } from 'preact/hooks'
import { newsOf } from '../state/live.ts'

/** `topic` as `newsOf` takes it; undefined as long as it is not known. */
export function useNews(topic: string | undefined, askAgain: () => void): void {
  const latest = useRef(askAgain)
  latest.current = askAgain
  const count = topic === undefined ? 0 : newsOf(topic)
  const known = useRef({ topic, count })
  useEffect(() => {
    const isNews = known.current.topic === topic && known.current.count !== count
    known.current = { topic, count }
    if (isNews) latest.current()
  }, [topic, count])
}
