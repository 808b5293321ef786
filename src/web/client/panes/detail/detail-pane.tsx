/** What is known of the step that is chosen. */
import { useState } from 'preact/hooks'
import { ROUTES } from '../../../api/routes.ts'
import type { StepDetail } from '../../../api/step-detail.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { about } from '../../state/about.ts'
import { type DetailTab, detailTab } from '../../state/detail.ts'
import { unfittingCount } from '../../state/said.ts'
import { session } from '../../state/session.ts'
import { chosenStep } from '../../state/steps.ts'
import { DiffView, filesOf } from '../diff/diff-view.tsx'
import { Failure } from '../failure.tsx'
import { SaidTab } from '../said/said-tab.tsx'
import { UndoTab } from '../undo/undo-tab.tsx'
import { useAnswer } from '../use-answer.ts'
import { useNews } from '../use-news.ts'
import { CallAndResult } from './call-and-result.tsx'
import { ChangedFiles } from './changed-files.tsx'
import { DetailHead } from './detail-head.tsx'
import { DETAIL_KEYS } from './detail-keys.ts'
import { DetailTabs } from './detail-tabs.tsx'
import { Evidence } from './evidence.tsx'
import { Findings } from './findings.tsx'

/** A step that runs may be told of many times a second. */
const NEWS_PAUSE_MS = 500

export function DetailPane() {
  const step = chosenStep.value
  const id = session.value?.id
  const [whole, setWhole] = useState<number | undefined>(undefined)
  useKeys('page', DETAIL_KEYS)
  const { answer, failure, retry, isWaiting } = useAnswer(
    ROUTES.step,
    step && id !== undefined
      ? {
          session: id,
          seq: String(step.seq),
          ...(whole === step.seq && { whole: 'yes' }),
        }
      : undefined,
  )
  useNews(id && `session:${id}`, retry, NEWS_PAUSE_MS)
  useNews(step && step.endMs === undefined ? 'root' : undefined, retry, NEWS_PAUSE_MS)
  if (!step) return <p class="empty">No step is chosen.</p>
  const found = answer.value
  const isOfStep = found?.seq === step.seq
  const detail = isOfStep ? found : undefined
  return (
    <>
      <DetailHead step={step} detail={detail} />
      <DetailTabs
        counts={{ diff: countOf(detail), said: unfittingCount.value }}
        without={about.value?.is_read_only ? ['undo'] : []}
      />
      <div
        class="detail-content scrolls"
        id="detail-content"
        role="tabpanel"
        aria-labelledby={`detail-tab-${detailTab.value}`}
        data-of={detail ? `#${detail.seq}` : undefined}
        aria-busy={isWaiting.value}
      >
        {failure.value && <Failure failure={failure.value} onRetry={retry} />}
        {found && (
          <TabContent tab={detailTab.value} detail={found} onWhole={() => setWhole(step.seq)} />
        )}
      </div>
    </>
  )
}

function countOf(detail: StepDetail | undefined): number | undefined {
  return detail?.parts.reduce((sum, { total }) => sum + total, 0)
}

interface TabContentProps {
  tab: DetailTab
  detail: StepDetail
  onWhole(): void
}

function TabContent({ tab, detail, onWhole }: TabContentProps) {
  if (tab === 'diff') return <StepDiff detail={detail} />
  if (tab === 'undo') return <UndoTab detail={detail} />
  if (tab === 'said') return <SaidTab />
  return (
    <>
      <Findings detail={detail} />
      <ChangedFiles detail={detail} />
      <Evidence detail={detail} />
      <CallAndResult detail={detail} onWhole={onWhole} />
    </>
  )
}

function StepDiff({ detail }: { detail: StepDetail }) {
  const files = detail.parts.flatMap((part) =>
    filesOf(part).map((file) => ({
      ...file,
      notes: [...(file.notes ?? []), part.snapshot.evidence ?? 'declared'],
    })),
  )
  if (files.length === 0)
    return <p class="empty">Nothing changed on disk that is put down to this step.</p>
  return <DiffView files={files} />
}
