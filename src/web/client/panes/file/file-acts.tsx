/** Puts a version of a file back: the plan first, then what came of it. */
import { useState } from 'preact/hooks'
import type { ActAnswer } from '../../../api/act-routes.ts'
import { ROUTES } from '../../../api/routes.ts'
import { ask } from '../../browser/fetching.ts'
import { about } from '../../state/about.ts'
import { isGone, type LifeAnswer, type SentVersion } from '../../state/file/compared.ts'
import { openView } from '../../state/view.ts'
import { CopyButton } from '../copy-button.tsx'
import { Failure } from '../failure.tsx'
import { RecordedText } from '../recorded-text.tsx'

interface FileActsProps {
  life: LifeAnswer
  version: SentVersion
}

export function FileActs({ life, version }: FileActsProps) {
  const [told, setTold] = useState<ActAnswer | Error | undefined>(undefined)
  if (about.value?.is_read_only) return null
  const { snapshot, address } = version
  const asked = {
    root: life.repo,
    act: 'restore',
    what: snapshot.snapshot_id,
    files: JSON.stringify([address]),
  }
  const tell = (answer: Promise<ActAnswer>) => {
    answer.then(setTold, (error: Error) => setTold(error))
  }
  const { session, event } = snapshot
  return (
    <>
      {!isGone(version) && (
        <button type="button" class="button" onClick={() => tell(ask(ROUTES.planAct, asked))}>
          Restore v{version.version}…
        </button>
      )}
      {session !== null && event !== null && (
        <button
          type="button"
          class="button"
          onClick={() =>
            openView('session', { session, step: event, at: snapshot.created_at, tab: 'undo' })
          }
        >
          Undo #{event}…
        </button>
      )}
      {told instanceof Error && <Failure failure={told} />}
      {told && !(told instanceof Error) && (
        <Plan
          told={told}
          name={`Restore v${version.version}`}
          onRun={() => tell(ask(ROUTES.runAct, { ...asked, plan: told.plan }))}
          onLeave={() => setTold(undefined)}
        />
      )}
    </>
  )
}

interface PlanProps {
  told: ActAnswer
  name: string
  onRun(): void
  onLeave(): void
}

function Plan({ told, name, onRun, onLeave }: PlanProps) {
  const { is_done, is_stale, summary, remarks, warnings, report } = told
  return (
    <section class="act-plan" aria-label="Plan" aria-live="assertive">
      {is_stale && <p class="modified">The file has changed meanwhile: this is the plan anew.</p>}
      <p>
        <RecordedText text={summary} />
      </p>
      {[...remarks, ...warnings].map((text) => (
        <p key={text} class="dim">
          <RecordedText text={text} />
        </p>
      ))}
      {is_done ? (
        <p class="act-undo">
          {report.undo === null ? 'Nothing had to be written.' : <code>{report.undo}</code>}
          {report.undo !== null && <CopyButton text={report.undo} name="Copy the undo" />}
        </p>
      ) : (
        <p class="act-undo">
          <button type="button" class="button does" onClick={onRun}>
            {name}
          </button>
          <button type="button" class="button" onClick={onLeave}>
            Leave it
          </button>
        </p>
      )}
    </section>
  )
}
