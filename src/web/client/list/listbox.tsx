/** A list of rows that are all equally high; only those in sight are drawn, however many there are. */
import type { ComponentChild } from 'preact'
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { rowRange, scrolledTo } from './row-range.ts'

interface ListboxProps {
  /** What it is a list of, read out. */
  label: string
  count: number
  /** Pixels. */
  rowHeight: number
  /** The row that is chosen; -1 for none. */
  chosen: number
  row(index: number): ComponentChild
  /** Where some rows are headings: how many are not, and which of these a row is, from 1; undefined for a heading. */
  options?: { count: number; placeOf(index: number): number | undefined } | undefined
  onChoose(index: number): void
  onOpen?: ((index: number) => void) | undefined
  /** Told which rows are drawn, so that they can be fetched. */
  onRange?: ((range: { start: number; end: number }) => void) | undefined
}

/** Rows are the same for as long as their index and the data are: `row` decides. */
export function Listbox(props: ListboxProps) {
  const { label, count, rowHeight, chosen, row, onChoose, onOpen, onRange } = props
  const { options = { count, placeOf: (index: number) => index + 1 } } = props
  const box = useRef<HTMLDivElement>(null)
  const [viewport, setViewport] = useState({ top: 0, height: 0 })
  const look = useCallback(() => {
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {}
    setViewport((old) =>
      old.top === scrollTop && old.height === clientHeight
        ? old
        : { top: scrollTop, height: clientHeight },
    )
  }, [])
  useLayoutEffect(() => {
    look()
    const watcher = new ResizeObserver(look)
    watcher.observe(box.current!)
    return () => watcher.disconnect()
  }, [look])
  useLayoutEffect(() => {
    const element = box.current!
    if (chosen < 0) return
    const now = { top: element.scrollTop, height: element.clientHeight }
    const top = scrolledTo(chosen, now, rowHeight)
    if (top !== now.top) element.scrollTop = top
  }, [chosen, rowHeight])
  const { start, end } = rowRange(viewport, rowHeight, count)
  useLayoutEffect(() => onRange?.({ start, end }), [start, end, onRange])
  const rows = Array.from({ length: end - start }, (_, at) => start + at)
  return (
    <div
      ref={box}
      class="listbox scrolls"
      role="listbox"
      aria-label={label}
      aria-activedescendant={chosen >= 0 ? `${label}-${chosen}` : undefined}
      tabIndex={0}
      onScroll={look}
    >
      <div class="listbox-rows" style={{ height: `${count * rowHeight}px` }}>
        {rows.map((index) => {
          const place = options.placeOf(index)
          const style = { top: `${index * rowHeight}px`, height: `${rowHeight}px` }
          return place === undefined ? (
            <div key={index} class="listbox-head" role="presentation" style={style}>
              {row(index)}
            </div>
          ) : (
            <div
              key={index}
              id={`${label}-${index}`}
              class="listbox-row"
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              aria-setsize={options.count}
              aria-posinset={place}
              style={style}
              onClick={() => onChoose(index)}
              onDblClick={() => onOpen?.(index)}
            >
              {row(index)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
