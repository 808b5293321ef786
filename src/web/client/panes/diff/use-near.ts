/** Whether something has come near to what is in sight; once it has, it stays so. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { scrollingAround } from './use-visible-rows.ts'

const NEAR = '600px 0px'

export function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [isNear, setNear] = useState(false)
  useLayoutEffect(() => {
    const watched = element.current!
    const watcher = new IntersectionObserver(
      (seen) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return
        setNear(true)
        watcher.disconnect()
      },
      { root: scrollingAround(watched), rootMargin: NEAR },
    )
    watcher.observe(watched)
    return () => watcher.disconnect()
  }, [element])
  return isNear
}
