/** What the session is: the way back, what was asked, who, when, how much. */

import { Link } from '../../panes/link.tsx'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { RiskMark } from '../../panes/risk-mark.tsx'
import { type SessionHead as Head, session } from '../../state/session.ts'
import { steps } from '../../state/steps.ts'
import { clockText, dayText, lengthText } from '../../state/time-text.ts'

export function SessionHead() {
  const head = session.value
  return (
    <header class="session-head">
      <h1 class="session-title cut">
        <Link class="faint" page="sessions">
          Sessions /{' '}
        </Link>
        <RecordedText text={titleOf(head)} />
      </h1>
      {head && <Facts head={head} />}
    </header>
  )
}

function titleOf(head: Head | undefined): string {
  const prompt = steps.value.find(({ kind }) => kind === 'prompt')
  return head?.message ?? prompt?.what ?? head?.command?.join(' ') ?? head?.id ?? ''
}

function Facts({ head }: { head: Head }) {
  const { risks, root, id, agent, started_at, ended_at, last_event_at } = head
  const startMs = Date.parse(started_at)
  const endMs = Date.parse(ended_at ?? last_event_at)
  return (
    <p class="session-facts">
      <span class="who hue-1">{agent}</span>
      {(['danger', 'warning', 'info'] as const).map((risk) =>
        risks[risk] === 0 ? null : (
          <span key={risk}>
            <RiskMark risk={risk} /> {risks[risk]}
          </span>
        ),
      )}
      {root !== null && <RecordedText text={root} />}
      <span class="mono">{id.slice(0, 13)}</span>
      <span>
        {dayText(startMs, endMs)} {clockText(startMs)} –{' '}
        {ended_at === null ? 'now' : clockText(endMs)}
      </span>
      <span>{lengthText(endMs - startMs)}</span>
      <span>{head.total_steps} steps</span>
      <span>{head.total_files} files</span>
    </p>
  )
}
