/** One snapshot: who made it, why we think so, and what it changed. */
import { formatSize } from '../../../model/units.ts'
import type { SnapshotAnswer } from '../../api/change-routes.ts'
import { ROUTES } from '../../api/routes.ts'
import { ChangesDiff } from '../panes/diff/diff-view.tsx'
import { Failure } from '../panes/failure.tsx'
import { Link } from '../panes/link.tsx'
import { RecordedText } from '../panes/recorded-text.tsx'
import { useAnswer } from '../panes/use-answer.ts'
import { hueOf } from '../state/agent-hue.ts'
import { clockMs } from '../state/live.ts'
import { momentText } from '../state/time-text.ts'
import { view } from '../state/view.ts'

export function SnapshotPage() {
  const { root = '', snapshot = '' } = view.value.parameters
  const { answer, failure, retry } = useAnswer(ROUTES.snapshot, { root, snapshot })
  if (failure.value) return <Failure failure={failure.value} onRetry={retry} />
  const found = answer.value
  if (!found) return null
  return (
    <div class="snapshot-page scrolls">
      <header class="detail-head">
        <h1>
          <RecordedText text={found.subject} />
        </h1>
        <Facts snapshot={found} />
        <Step snapshot={found} />
        {found.message !== null && (
          <p>
            “<RecordedText text={found.message} />”
          </p>
        )}
        {!found.complete && (
          <p class="modified">
            Incomplete: not all that should have been recorded could be ({found.skipped} left out).
          </p>
        )}
        <Neighbours snapshot={found} />
      </header>
      <ChangesDiff root={found.repo} to={found.snapshot_id} />
    </div>
  )
}

function Facts({ snapshot }: { snapshot: SnapshotAnswer }) {
  const { actor, session, evidence, trigger, created_at, files, bytes, snapshot_id } = snapshot
  return (
    <p class="detail-facts">
      <span class={`who ${hueOf(session === null ? undefined : actor)}`}>
        <RecordedText text={actor} />
      </span>
      <span>{evidence === null ? trigger : `evidence: ${evidence}`}</span>
      <span>{momentText(Date.parse(created_at), clockMs.peek())}</span>
      <span class="mono">{snapshot_id}</span>
      <span>
        {files.toLocaleString('en')} {files === 1 ? 'file' : 'files'}, {formatSize(bytes)}
      </span>
      {snapshot.complete && <span>complete</span>}
    </p>
  )
}

function Step({ snapshot: { session, event, step } }: { snapshot: SnapshotAnswer }) {
  if (session === null) return null
  return (
    <p>
      <Link page="session" parameters={{ session, step: event ?? undefined }}>
        <u>{event === null ? 'its session' : `step #${event}`}</u>
      </Link>{' '}
      {step?.command !== undefined && <RecordedText class="mono" text={step.command} />}
    </p>
  )
}

function Neighbours({ snapshot }: { snapshot: SnapshotAnswer }) {
  const { repo, from_snapshot_id: previous, next_snapshot_id: next } = snapshot
  const link = (name: string, id: string | null) =>
    id === null ? (
      <span class="faint">no {name}</span>
    ) : (
      <Link page="snapshot" parameters={{ root: repo, snapshot: id }}>
        <u>{name}</u> <span class="faint mono">{id}</span>
      </Link>
    )
  return (
    <p class="detail-facts">
      {link('previous', previous)}
      {link('next', next)}
    </p>
  )
}
