/** Which rows of something high are in sight, as whatever holds it is scrolled. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { rowRange } from '../../list/row-range.ts'

/** `end` is not part of it. */
export function useVisibleRows(
  element: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): { start: number; end: number } {
  const [range, setRange] = useState({ start: 0, end: 0 })
  useLayoutEffect(() => {
    const rows = element.current!
    const holder = scrollingAround(rows)
    const look = () => {
      const top = holder.getBoundingClientRect().top - rows.getBoundingClientRect().top
      const seen = rowRange({ top, height: holder.clientHeight }, rowHeight, count)
      const start = Math.max(0, seen.start)
      const end = Math.max(start, seen.end)
      setRange((old) => (old.start === start && old.end === end ? old : { start, end }))
    }
    look()
    holder.addEventListener('scroll', look, { passive: true })
    const watcher = new ResizeObserver(look)
    watcher.observe(holder)
    if (holder.firstElementChild) watcher.observe(holder.firstElementChild)
    return () => {
      holder.removeEventListener('scroll', look)
      watcher.disconnect()
    }
  }, [element, rowHeight, count])
  return range
}

/** Returns what scrolls an element. */
export function scrollingAround(element: HTMLElement): HTMLElement {
  return element.closest<HTMLElement>('.scrolls') ?? document.documentElement
}
