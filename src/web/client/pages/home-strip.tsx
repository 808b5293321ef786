/** Days as lanes: which agents were at work, when files changed, and what was not recorded. */
import { useCallback } from 'preact/hooks'
import { ROUTES } from '../../api/routes.ts'
import { useAnswer } from '../panes/use-answer.ts'
import { useNews } from '../panes/use-news.ts'
import { known } from '../state/sessions/listed.ts'
import { showWindow, stripWindow, type WindowSpan } from '../state/strip-window.ts'
import type { ChosenMark } from '../strip/lanes-pointer.ts'
import { isWhole } from '../strip/scale.ts'
import { Strip } from '../strip/strip.tsx'

interface HomeStripProps {
  /** Of one root; all of them unless given. */
  root?: string | undefined
  days: number
  cursorMs: number | undefined
  onMoment(timeMs: number): void
  onMark(mark: ChosenMark): void
  onArrow(by: -1 | 1): void
}

/** It looks through all that is recorded of the days: once for all the news of so long. */
const NEWS_PAUSE_MS = 2_000

export function HomeStrip({ root, days, cursorMs, onMoment, onMark, onArrow }: HomeStripProps) {
  const asked = { days: String(days), ...(root !== undefined && { root }) }
  // The list comes first: it is what people wait for.
  const { answer, retry } = useAnswer(ROUTES.homeStrip, known.value && asked)
  useNews('root', retry, NEWS_PAUSE_MS)
  const strip = answer.value
  const whole = { fromMs: strip?.from ?? 0, toMs: strip?.to ?? 1 }
  const onWindow = useCallback(
    (span: WindowSpan) => {
      const all = { fromMs: strip?.from ?? 0, toMs: strip?.to ?? 1 }
      showWindow(isWhole(span, all) ? undefined : span)
    },
    [strip],
  )
  return (
    <Strip
      whole={whole}
      window={stripWindow.value ?? whole}
      strip={strip}
      cursorMs={cursorMs}
      reserve={3}
      onWindow={onWindow}
      onMoment={(timeMs, isDone) => isDone && onMoment(timeMs)}
      onMark={onMark}
      onArrow={onArrow}
    />
  )
}
