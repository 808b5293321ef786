/** One row of a session's list, of whichever kind. */
import type { SentChange } from '../../../api/meanwhile.ts'
import type { SessionRow } from '../../state/session-rows.ts'
import { lengthText, offsetText } from '../../state/time-text.ts'
import { ChangeCounts } from '../change-counts.tsx'
import { RecordedText } from '../recorded-text.tsx'
import { StepLine } from './step-line.tsx'

interface SessionLineProps {
  row: SessionRow
  /** When the session began. */
  sinceMs: number
  isLive: boolean
}

export function SessionLine({ row, sinceMs, isLive }: SessionLineProps) {
  const offset = offsetText(row.startMs - sinceMs)
  if (row.kind === 'step')
    return <StepLine step={row.step} offset={offset} bracket={row.bracket} isLive={isLive} />
  if (row.kind === 'change') return <ChangeLine change={row.change} offset={offset} />
  const length = lengthText(row.endMs - row.startMs)
  if (row.kind === 'silence')
    return (
      <div class="silence-line small faint">
        <span>silence {length}</span>
      </div>
    )
  return (
    <div class="gap-line small hatched">
      <span class="gap-words">{offset}</span>
      <span class="gap-words">
        not recorded {row.isOpen ? 'since' : length} · {row.meaning}
      </span>
    </div>
  )
}

const WORDS: Readonly<Record<string, string>> = {
  contended: 'contended: several could have made it',
  none: 'no call was open',
}

/** What somebody else changed, or nobody known: indented, in a dashed box, with why we think so. */
function ChangeLine({ change, offset }: { change: SentChange; offset: string }) {
  return (
    <div class="step-line is-others">
      <span />
      <span class="step-offset small faint">{offset}</span>
      <span class="step-bracket" />
      <span />
      <span class="step-what cut">
        <i class="others-box" aria-hidden="true" />
        <RecordedText text={change.message ?? change.what} />{' '}
        <span class="small faint">{whyText(change)}</span>
      </span>
      {change.changes ? <ChangeCounts changes={change.changes} /> : <span />}
      <span />
      <span />
    </div>
  )
}

function whyText({ session, event, actor, evidence, trigger }: SentChange): string {
  if (trigger === 'restore') return 'put back'
  if (session !== null) return event === null ? actor : `${actor} #${event}`
  if (trigger === 'reconcile' || trigger === 'start') return 'found afterwards'
  return WORDS[evidence ?? 'none'] ?? ''
}
