/** Takes a step back: the plan, the act, and what came of it. */
import { useState } from 'preact/hooks'
import type { ActAnswer } from '../../../api/act-routes.ts'
import { ROUTES } from '../../../api/routes.ts'
import type { StepDetail } from '../../../api/step-detail.ts'
import { ask } from '../../browser/fetching.ts'
import { about } from '../../state/about.ts'
import { countOfDone, type PlanGroup, planGroups } from '../../state/undo-plan.ts'
import { Section } from '../detail/section.tsx'
import { Failure } from '../failure.tsx'
import { Link } from '../link.tsx'
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
  const groups = planGroups(
    report,
    detail.parts.flatMap(({ changes }) => changes),
  )
  const count = countOfDone(groups)
  const isProven = detail.parts.every(({ snapshot }) => snapshot.evidence !== 'window')
  const run = async () => {
    setRunning(true)
    setSeen(false)
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
      <PlanPaths answer={shown} groups={groups} />
      {isDone ? (
        <WhatCameOfIt root={root} report={report} />
      ) : (
        <p class="empty">
          {!isProven && (
            <label>
              <input
                type="checkbox"
                checked={isSeen}
                onChange={({ currentTarget }) => setSeen(currentTarget.checked)}
              />{' '}
              Only the time speaks for some: I have looked at {count === 1 ? 'this' : 'these'}{' '}
              {count}
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

/** What undoes it, and where it is recorded. */
function WhatCameOfIt({ root, report }: { root: string; report: ActAnswer['report'] }) {
  return (
    <p class="empty">
      {report.undo !== null && (
        <>
          Undo it: <code>{report.undo}</code>{' '}
        </>
      )}
      {report.type === 'undo' && report.undo_snapshot !== null && (
        <Link page="snapshot" parameters={{ root, snapshot: report.undo_snapshot }}>
          <u>the snapshot of it</u>
        </Link>
      )}
    </p>
  )
}

interface PlanPathsProps {
  answer: ActAnswer
  groups: readonly PlanGroup[]
}

function PlanPaths({ answer: { warnings, remarks }, groups }: PlanPathsProps) {
  return (
    <>
      {groups.map((group) => (
        <Paths key={group.title} {...group} />
      ))}
      {[...warnings, ...remarks].map((text) => (
        <p key={text} class="empty">
          <RecordedText text={text} />
        </p>
      ))}
    </>
  )
}

const SHOWN_MAX = 500

function Paths({ title, rows }: PlanGroup) {
  const rest = rows.length - SHOWN_MAX
  return (
    <Section title={title} more={`${rows.length} ${rows.length === 1 ? 'path' : 'paths'}`}>
      {rows.slice(0, SHOWN_MAX).map(({ text, message }) => (
        <p key={text} class="mono">
          <RecordedText text={text} />
          {message !== '' && (
            <span class="dim">
              {' '}
              <RecordedText text={message} />
            </span>
          )}
        </p>
      ))}
      {rest > 0 && <p class="faint">and {rest.toLocaleString('en')} more</p>}
    </Section>
  )
}
