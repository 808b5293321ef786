/** The picture as ink draws it, and the keys as ink reads them. */
import { Box, Text, useApp, useStdin, useStdout } from 'ink'
import { useEffect, useState } from 'react'
import { monotonicNow } from '../system/clock.ts'
import type { Desk } from './desk.ts'
import { readInput } from './keys.ts'
import { type Palette, paintLine } from './line.ts'
import type { Size } from './screen.ts'

/** How often screens look for what is new. */
const REFRESH_MS = 250
/** A screen that changes more often is drawn at this pace. */
const FRAME_MS = 25

export function App({ desk, palette, size }: { desk: Desk; palette: Palette; size?: Size }) {
  const { exit } = useApp()
  const terminal = useTerminalSize()
  useChanges(desk)
  const { isLeaving } = desk
  useKeyboard(desk, !isLeaving)
  useEffect(() => {
    if (isLeaving) desk.runErrand()
  }, [desk, isLeaving])
  useEffect(() => {
    const timer = setInterval(() => desk.refresh(), REFRESH_MS)
    return () => clearInterval(timer)
  }, [desk])
  useEffect(() => {
    if (desk.isClosed) exit()
  })
  const { columns, rows } = size ?? terminal
  const lines = desk.lines({ columns, rows }).map((line) => paintLine(line, columns, palette))
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate">{lines.join('\n')}</Text>
    </Box>
  )
}

/** Hears what the terminal sends. ink's own `useInput` fails at sequences that it does not know. */
function useKeyboard(desk: Desk, isActive: boolean): void {
  const { setRawMode, internal_eventEmitter: emitter } = useStdin()
  useEffect(() => {
    if (!isActive) return
    const onInput = (sent: string) => {
      for (const one of readInput(sent)) {
        if (one.type === 'key') desk.press(one.key)
        else desk.click(one.row)
      }
    }
    setRawMode(true)
    emitter.on('input', onInput)
    return () => {
      emitter.off('input', onInput)
      setRawMode(false)
    }
  }, [desk, isActive, setRawMode, emitter])
}

function useTerminalSize(): Size {
  const { stdout } = useStdout()
  const measure = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 })
  const [size, setSize] = useState(measure)
  useEffect(() => {
    const onResize = () => setSize(measure())
    stdout.on('resize', onResize)
    return () => {
      stdout.off('resize', onResize)
    }
  })
  return size
}

/** Draws again when the desk has changed, not more often than can be seen. */
function useChanges(desk: Desk): void {
  const [, draw] = useState({})
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined
    let drawnMs = 0
    const unsubscribe = desk.subscribe(() => {
      timer ??= setTimeout(
        () => {
          timer = undefined
          draw({})
          drawnMs = monotonicNow()
        },
        Math.max(0, drawnMs + FRAME_MS - monotonicNow()),
      )
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [desk])
}
