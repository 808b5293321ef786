/** What is recorded, and how well: every root, the process that records, agents, terminals. */
import { ROUTES } from '../../api/routes.ts'
import { Failure } from '../panes/failure.tsx'
import { Link } from '../panes/link.tsx'
import { useAnswer } from '../panes/use-answer.ts'
import { useNews } from '../panes/use-news.ts'
import { Facts } from './status/facts.tsx'
import { NothingRecorded } from './status/nothing-recorded.tsx'
import { Recorder } from './status/recorder.tsx'
import { RootRows } from './status/root-rows.tsx'
import type { StatusAnswer } from './status/status-answer.ts'
import { agentFacts, terminalFacts } from './status/status-facts.ts'

/** All of it is counted anew: not with every snapshot. */
const PAUSE_MS = 5_000

export function StatusPage() {
  const { answer, failure, retry } = useAnswer(ROUTES.status, {})
  useNews('root', retry, PAUSE_MS)
  useNews('session', retry, PAUSE_MS)
  return (
    <div class="plain-page scrolls">
      <header class="plain-head">
        <h1>Status</h1>
        <span class="spring" />
        <Link class="button" page="settings">
          Settings
        </Link>
      </header>
      <StatusBody status={answer.value} failure={failure.value} onRetry={retry} />
    </div>
  )
}

interface StatusBodyProps {
  status: StatusAnswer | undefined
  failure: Error | undefined
  onRetry(): void
}

function StatusBody({ status, failure, onRetry }: StatusBodyProps) {
  const isNothing = failure && 'code' in failure && failure.code === 'no-store'
  if (isNothing) return <NothingRecorded />
  if (failure) return <Failure failure={failure} onRetry={onRetry} />
  if (!status) return null
  return (
    <>
      <RootRows repos={status.repos} />
      <div class="plain-columns">
        <Recorder />
        <Facts title="Agents" facts={agentFacts(status)} />
        <Facts title="Terminals" facts={terminalFacts(status)} />
      </div>
    </>
  )
}
