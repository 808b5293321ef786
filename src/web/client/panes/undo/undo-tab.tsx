/** Takes a step back: the plan, the act, and what came of it. */
import { useState } from 'preact/hooks'
import type { ActAnswer } from '../../../api/act-routes.ts'
import { ROUTES } from '../../../api/routes.ts'
import type { StepDetail } from '../../../api/step-detail.ts'
import { ask } from '../../browser/fetching.ts'
import { about } from '../../state/about.ts'
import { Section } from '../detail/section.tsx'
import { Failure } from '../failure.tsx'
import { RecordedText } from '../recorded-text.tsx'
import { useAnswer } from '../use-answer.ts'

export function UndoTab({ detail }: { detail: StepDetail }) {
  const root = detail.parts[0]?.repo
  const what = `${detail.session}#${detail.seq}`
  if (about.value?.is_read_only) return <p class="empty">This page only reads.</p>
  if (root === undefined)
    return <p class="empty">Nothing is put down to this step that could be taken back.</p>
  return <UndoPlan key={what} root={root} what={what} detail={detail} />
}

interface UndoPlanProps {
  root: string
  what: string
  detail: StepDetail
}

function UndoPlan({ root, what, detail }: UndoPlanProps) {
  const asked = { root, act: 'undo', what, window: 'yes' }
  const { answer, failure, retry } = useAnswer(ROUTES.planAct, asked)
  const [ran, setRan] = useState<ActAnswer | undefined>(undefined)
  const [wrong, setWrong] = useState<Error | undefined>(undefined)
  const [isRunning, setRunning] = useState(false)
  const [isSeen, setSeen] = useState(false)
  const again = () => {
    setWrong(undefined)
    retry()
  }
  const shown = ran ?? answer.value
  const problem = wrong ?? failure.value
  if (problem) return <Failure failure={problem} onRetry={again} />
  if (!shown) return null
  const { report, plan, is_done: isDone } = shown
  const count = report.restored.length + report.removed.length
  const isProven = detail.parts.every(({ snapshot }) => snapshot.evidence !== 'window')
  const run = async () => {
    setRunning(true)
    try {
      setRan(await ask(ROUTES.runAct, { ...asked, plan }))
    } catch (error) {
      setWrong(error as Error)
    }
    setRunning(false)
  }
  return (
    <>
      <p class="verdict" role="status">
        {shown.is_stale && 'The folder has changed since: this is the plan now. '}
        <RecordedText text={shown.summary} />
      </p>
      <PlanPaths answer={shown} />
      {isDone ? (
        <p class="empty">
          {report.undo !== null && (
            <>
              Undo it: <code>{report.undo}</code>
            </>
          )}
        </p>
      ) : (
        <p class="empty">
          {!isProven && (
            <label>
              <input
                type="checkbox"
                checked={isSeen}
                onChange={({ currentTarget }) => setSeen(currentTarget.checked)}
              />{' '}
              Evidence is window; I have looked at these {count}
            </label>
          )}{' '}
          <button
            type="button"
            class="button does"
            disabled={isRunning || count === 0 || !(isProven || isSeen)}
            onClick={run}
          >
            Take back {count} {count === 1 ? 'change' : 'changes'}
          </button>
        </p>
      )}
    </>
  )
}

function PlanPaths({ answer: { report, warnings, remarks } }: { answer: ActAnswer }) {
  return (
    <>
      <Paths title="Written" paths={report.restored} />
      <Paths title="Removed" paths={report.removed} />
      <Paths title="Conflict, left alone" paths={report.conflicts} />
      <Paths title="Cannot be brought back" paths={report.not_restorable} />
      {[...warnings, ...remarks].map((text) => (
        <p key={text} class="empty">
          <RecordedText text={text} />
        </p>
      ))}
    </>
  )
}

interface PathsProps {
  title: string
  paths: readonly { path: string; message?: string }[]
}

function Paths({ title, paths }: PathsProps) {
  if (paths.length === 0) return null
  return (
    <Section title={title} more={`${paths.length} ${paths.length === 1 ? 'path' : 'paths'}`}>
      {paths.slice(0, 500).map(({ path, message }) => (
        <p key={path} class="mono">
          <RecordedText text={message === undefined ? path : `${path} ${message}`} />
        </p>
      ))}
    </Section>
  )
}
