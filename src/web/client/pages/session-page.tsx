/** One session: its head, its strip, the moment, and the panes that show it. */
import { useSignalEffect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ROUTES } from '../../api/routes.ts'
import { useKeys } from '../keys/use-keys.ts'
import { DetailPane } from '../panes/detail/detail-pane.tsx'
import { Failure } from '../panes/failure.tsx'
import { Columns } from '../panes/layout/columns.tsx'
import { MomentBar } from '../panes/moment/moment-bar.tsx'
import { MomentPane } from '../panes/moment/moment-pane.tsx'
import { useSaid } from '../panes/said/use-said.ts'
import { StepsPane } from '../panes/steps/steps-pane.tsx'
import { useAnswer } from '../panes/use-answer.ts'
import { useNews } from '../panes/use-news.ts'
import { type StepsReading, useSteps } from '../panes/use-steps.ts'
import { cursor } from '../state/cursor.ts'
import { session } from '../state/session.ts'
import { meanwhile, newBelow } from '../state/session-list.ts'
import { chooseStep, type ListedStep, steps } from '../state/steps.ts'
import { view } from '../state/view.ts'
import { SessionHead } from './session/session-head.tsx'
import { SESSION_KEYS } from './session/session-keys.ts'
import { SessionStrip } from './session/session-strip.tsx'

export function SessionPage() {
  const { session: name = '' } = view.value.parameters
  return <OneSession key={name} name={name} />
}

function OneSession({ name }: { name: string }) {
  const head = useAnswer(ROUTES.session, { session: name })
  const beside = useAnswer(ROUTES.meanwhile, { session: name })
  const reading = useSteps(name)
  const topic = head.answer.value && `session:${head.answer.value.id}`
  useNews(topic, () => {
    head.retry()
    void reading.catchUp()
  })
  useNews(head.answer.value?.ended_at === null ? 'root' : undefined, beside.retry)
  useSaid(name, topic)
  useSignalEffect(() => {
    session.value = head.answer.value
  })
  useSignalEffect(() => {
    meanwhile.value = beside.answer.value
  })
  useEffect(() => {
    newBelow.value = 0
  }, [])
  useSignalEffect(() => {
    if (cursor.value || !session.value) return
    const first = firstStep(reading, session.value.ended_at === null)
    if (first) chooseStep(first, 'drag')
  })
  useKeys('page', SESSION_KEYS)
  const wrong = head.failure.value ?? reading.failure.value
  if (wrong && !head.answer.value) return <Failure failure={wrong} onRetry={head.retry} />
  return (
    <div class="session">
      <SessionHead />
      <SessionStrip name={name} topic={topic} />
      <MomentBar />
      <Columns
        panes={{
          steps: { label: 'Steps', content: <StepsPane reading={reading} /> },
          detail: { label: 'Detail', content: <DetailPane /> },
          moment: { label: 'Terminal, files', content: <MomentPane /> },
        }}
      />
    </div>
  )
}

/** A link may name a step and no time; else a session opens at its worst, at its beginning, or where it is now. */
function firstStep({ worst, isWhole }: StepsReading, isLive: boolean): ListedStep | undefined {
  const named = view.value.parameters.step
  if (named !== undefined || isLive) {
    if (!isWhole.value) return undefined
    const found = steps.value.find((step) => String(step.seq) === named)
    if (found || isLive) return found ?? steps.value.at(-1)
  }
  return worst.value === undefined ? undefined : (worst.value ?? steps.value[0])
}
