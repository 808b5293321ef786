import type { StepDetail } from '../../../api/step-detail.ts'
import { openTab } from '../../state/detail.ts'
import { RecordedText } from '../recorded-text.tsx'
import { RiskMark } from '../risk-mark.tsx'
import { Section } from './section.tsx'

/** What rules reported, and what changed though no call named it. */
export function Findings({ detail }: { detail: StepDetail }) {
  const { findings, parts, state } = detail
  const undeclared = parts.filter(({ snapshot }) => snapshot.evidence === 'window')
  const count = undeclared.reduce((sum, { total }) => sum + total, 0)
  if (findings.length + count === 0) return null
  return (
    <Section title="Findings">
      <ul class="findings">
        {findings.map(({ rule, risk, message }) => (
          <li key={rule}>
            <RiskMark risk={risk} />
            <RecordedText text={state === 'refused' ? `${message}, and was refused` : message} />
            <span class="faint mono">{rule}</span>
          </li>
        ))}
        {count > 0 && (
          <li>
            <b class="removed">≠</b>
            <span>
              {count} {count === 1 ? 'change' : 'changes'} that no call named
            </span>
            <button type="button" class="faint" onClick={() => openTab('said')}>
              said <kbd>A</kbd>
            </button>
          </li>
        )}
      </ul>
    </Section>
  )
}
