/** One row of the list of sessions. */
import type { ListedSession, SessionOutlineAnswer } from '../../../api/session-lists.ts'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { RiskMark } from '../../panes/risk-mark.tsx'
import { hueOf } from '../../state/agent-hue.ts'
import { homelyPath } from '../../state/homely-path.ts'
import { clockText, lengthText } from '../../state/time-text.ts'
import { LifeInSmall } from './life.tsx'
import { StateDot } from './state-dot.tsx'

interface SessionLineProps {
  session: ListedSession
  outline: SessionOutlineAnswer | undefined
  isBelow: boolean
  nowMs: number
}

export function SessionLine({ session, outline, isBelow, nowMs }: SessionLineProps) {
  const { agent, total_steps, total_files, root } = session
  const state = outline?.state ?? (session.ended_at === null ? undefined : 'ended')
  const isOpen = state === 'working' || state === 'waiting'
  const startMs = Date.parse(session.started_at)
  return (
    <div class={`session-line ${hueOf(agent)} ${isBelow ? 'below' : ''}`}>
      <StateDot state={state} />
      <span class="who cut">
        <RecordedText text={(isBelow && outline?.role) || agent} />
      </span>
      <Asked session={session} outline={outline} nowMs={nowMs} />
      <span class="cut cut-front dim when-wide">
        {root !== null && <RecordedText text={homelyPath(root)} />}
      </span>
      <span class="when-wide">
        <LifeInSmall life={outline?.life} isOpen={isOpen} />
      </span>
      <span class="small number dim">{clockText(startMs)}</span>
      <span class="small number">{lengthOf(session, state, nowMs)}</span>
      <span class="small number">{total_steps || ''}</span>
      <span class="small number">
        {session.root_recorded === false ? <NotRecorded /> : total_files || '·'}
      </span>
      <Findings session={session} />
      <span class="small number faint when-wide">{countText(outline?.tokens)}</span>
      <span class="small number faint when-wide">{outline?.cost_usd?.toFixed(2)}</span>
    </div>
  )
}

function Asked({ session, outline, nowMs }: Omit<SessionLineProps, 'isBelow'>) {
  const text = session.message ?? outline?.prompt ?? session.command?.join(' ')
  const open = outline?.open_call
  return (
    <span class="asked cut">
      {text !== undefined && <RecordedText text={text} />}
      {text === undefined && outline && (
        <span class="faint">{session.parent === null ? 'nothing asked' : 'a subagent'}</span>
      )}
      {open && (
        <span class="faint">
          {open.asks ? ' asks to run ' : ' '}
          <RecordedText class="mono" text={open.summary} />{' '}
          <span class="small">{lengthText(nowMs - Date.parse(open.since))}</span>
        </span>
      )}
    </span>
  )
}

function Findings({ session: { risks } }: { session: ListedSession }) {
  const found = (['danger', 'warning', 'info'] as const).filter((risk) => risks[risk] > 0)
  if (found.length === 0) return <span class="faint">·</span>
  return (
    <span class="finding-counts">
      {found.map((risk) => (
        <span key={risk}>
          <RiskMark risk={risk} /> {risks[risk]}
        </span>
      ))}
    </span>
  )
}

function NotRecorded() {
  return <i class="unrecorded" role="img" aria-label="its folder is not recorded" />
}

type State = SessionOutlineAnswer['state'] | undefined

/** Of one whose end nobody told, only a bound is known. */
function lengthOf(session: ListedSession, state: State, nowMs: number): string {
  const startMs = Date.parse(session.started_at)
  const isOpen = state === 'working' || state === 'waiting'
  const endMs = isOpen ? nowMs : Date.parse(session.ended_at ?? session.last_event_at)
  const bound = state === 'unclean' ? '≤ ' : state === 'stale' ? '≥ ' : ''
  return bound + lengthText(endMs - startMs)
}

/** Returns `412`, `61 k`, `1.9 M`. */
export function countText(count: number | null | undefined): string {
  if (count === null || count === undefined) return ''
  if (count < 1_000) return String(count)
  if (count < 999_500) return `${Math.round(count / 1_000)} k`
  return `${(count / 1_000_000).toFixed(1)} M`
}
