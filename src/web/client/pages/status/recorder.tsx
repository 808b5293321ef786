/** The process that records, as it tells of itself. */
import { useEffect, useRef } from 'preact/hooks'
import type { AnswerOf } from '../../../api/route.ts'
import { ROUTES } from '../../../api/routes.ts'
import { Failure } from '../../panes/failure.tsx'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { useAnswer } from '../../panes/use-answer.ts'
import { homelyPath } from '../../state/homely-path.ts'
import { clockMs, recorded } from '../../state/live.ts'
import { momentText } from '../../state/time-text.ts'
import { Facts, type PlainFact } from './facts.tsx'

type DaemonAnswer = AnswerOf<typeof ROUTES.daemon>

export function Recorder() {
  // Asked anew when another process records.
  const pid = recorded.value?.pid ?? null
  const { answer, failure, retry } = useAnswer(ROUTES.daemon, {})
  const asked = useRef(pid)
  useEffect(() => {
    if (asked.current !== pid) retry()
    asked.current = pid
  })
  if (failure.value) return <Failure failure={failure.value} onRetry={retry} />
  return <Facts title="Recorder" facts={answer.value ? factsOf(answer.value) : []} />
}

function factsOf(daemon: DaemonAnswer): PlainFact[] {
  if (!daemon.running) {
    return [
      { name: 'process', value: 'none runs', isWrong: true },
      { name: 'to start one', value: <code>flightrec daemon start</code> },
    ]
  }
  const since = momentText(Date.parse(daemon.started_at), clockMs.value)
  return [
    { name: 'process', value: `${daemon.pid}, since ${since}` },
    { name: 'started as', value: <RecordedText class="mono" text={daemon.command} /> },
    ...daemon.roots.map(({ root, backend, exact }) => ({
      name: 'watches',
      value: (
        <RecordedText
          text={`${homelyPath(root)} by ${backend ?? 'nothing yet'}${exact ? '' : ', with regular scans'}`}
        />
      ),
    })),
    ...(daemon.config_problem === null
      ? []
      : [{ name: 'config.toml', value: daemon.config_problem, isWrong: true }]),
  ]
}
