/** The strip of a session: its own lanes and those beside it. */

import { useSignalEffect } from '@preact/signals'
import { useCallback } from 'preact/hooks'
import { ROUTES } from '../../../api/routes.ts'
import { MARK_KINDS, type SentLane } from '../../../api/strip.ts'
import { useAnswer } from '../../panes/use-answer.ts'
import { useNews } from '../../panes/use-news.ts'
import { chosenSeq, cursor, moveTo } from '../../state/cursor.ts'
import { layout } from '../../state/panes.ts'
import { session } from '../../state/session.ts'
import { chooseStep, stepOf } from '../../state/steps.ts'
import type { WindowSpan } from '../../state/strip-window.ts'
import { showWindow, stripWindow } from '../../state/strip-window.ts'
import { lengthText } from '../../state/time-text.ts'
import type { ChosenMark } from '../../strip/lanes-pointer.ts'
import { isWhole, lengthOf, reaching } from '../../strip/scale.ts'
import { Strip } from '../../strip/strip.tsx'
import { goStep } from './session-keys.ts'
import { wholeSession } from './session-window.ts'

export function SessionStrip({ name, topic }: { name: string; topic: string | undefined }) {
  const { answer, retry } = useAnswer(ROUTES.marks, { session: name })
  useNews(topic, retry)
  const all = answer.value
  const whole = { fromMs: all?.from ?? 0, toMs: all?.to ?? 1 }
  const window = stripWindow.value ?? whole
  const fine = useAnswer(
    ROUTES.marks,
    all && all.level > 0 ? finer(name, window, whole) : undefined,
  )
  const onWindow = useCallback(
    (span: WindowSpan) =>
      showWindow(isWhole(span, { fromMs: all?.from ?? 0, toMs: all?.to ?? 0 }) ? undefined : span),
    [all],
  )
  useSignalEffect(() => {
    const { from: fromMs = 0, to: toMs = 0 } = answer.value ?? {}
    wholeSession.value = answer.value && { fromMs, toMs }
    followCursor(answer.value)
  })
  const shown = covers(fine.answer.value, window) ? fine.answer.value : all
  const seq = chosenSeq.value
  const head = session.value
  return (
    <Strip
      whole={whole}
      window={window}
      strip={shown}
      overview={{
        strip: all,
        label: head ? lengthLabel(lengthOf(whole), head.ended_at === null) : '',
      }}
      cursorMs={cursor.value?.timeMs}
      chosen={seq === undefined || !head ? undefined : { session: head.id, seq }}
      showsLane={layout.value === 'single' ? isNarrowLane : isAnyLane}
      onWindow={onWindow}
      onMoment={(timeMs, isDone) =>
        moveTo(
          { timeMs: Math.round(timeMs), side: 'after', anchor: { kind: 'none' } },
          isDone ? 'choose' : 'drag',
        )
      }
      onMark={chooseMark}
      onArrow={goStep}
    />
  )
}

function lengthLabel(lengthMs: number, isLive: boolean): string {
  return `${lengthText(lengthMs)} ${isLive ? 'so far' : 'in all'}`
}

const isAnyLane = () => true

function isNarrowLane({ kind }: SentLane): boolean {
  return kind === 'agent' || kind === 'files' || kind === 'terminal'
}

/** Asks for three windows' worth, so that panning has something to show. */
function finer(name: string, window: WindowSpan, whole: WindowSpan) {
  if (isWhole(window, whole)) return undefined
  const length = 2 ** Math.ceil(Math.log2(lengthOf(window)))
  const first = Math.floor(window.fromMs / length) * length
  return {
    session: name,
    from: String(first - length),
    to: String(first + 3 * length),
    width: '5600',
  }
}

function covers(strip: { from: number; to: number } | undefined, window: WindowSpan): boolean {
  return strip !== undefined && strip.from <= window.fromMs && strip.to >= window.toMs
}

/** The window moves by the least way so that the moment is in it; it never zooms. */
function followCursor(all: { from: number; to: number } | undefined): void {
  const at = cursor.value
  const window = stripWindow.peek()
  if (!at || !window || !all) return
  const moved = reaching(window, { fromMs: all.from, toMs: all.to }, at.timeMs)
  if (moved !== window) showWindow(moved)
}

function chooseMark({ lane, place, timeMs }: ChosenMark): void {
  const seq = lane.marks.seq[place]!
  const step =
    seq > 0 && lane.kind !== 'other' && lane.kind !== 'subagent' ? stepOf(seq) : undefined
  if (step) {
    chooseStep(step)
    return
  }
  const isOthers = seq > 0 && lane.session !== undefined
  const anchor = isOthers
    ? { kind: 'step' as const, seq, session: lane.session }
    : { kind: 'none' as const }
  const length = MARK_KINDS[lane.marks.kind[place]!] === 'open' ? 0 : lane.marks.length[place]!
  moveTo({ timeMs: timeMs + length, side: 'after', anchor })
}
