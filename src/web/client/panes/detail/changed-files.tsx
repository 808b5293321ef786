/** What a step changed on disk, and what else changed meanwhile. */

import { formatSize } from '../../../../model/units.ts'
import type { FileChange } from '../../../api/change-routes.ts'
import type { StepDetail, StepPartAnswer } from '../../../api/step-detail.ts'
import { openTab } from '../../state/detail.ts'
import { clockText } from '../../state/time-text.ts'
import { CHANGE_SIGNS } from '../change-signs.ts'
import { Link } from '../link.tsx'
import { RecordedText } from '../recorded-text.tsx'
import { Section } from './section.tsx'

export function ChangedFiles({ detail }: { detail: StepDetail }) {
  const { parts, nobodys, event } = detail
  const total = parts.reduce((sum, part) => sum + part.total, 0)
  if (total + nobodys.length === 0 && event.phase === undefined) return null
  return (
    <Section
      title="What changed on disk"
      more={
        total > 0 && (
          <button type="button" onClick={() => openTab('diff')}>
            diff <kbd>d</kbd>
          </button>
        )
      }
    >
      {total === 0 && <p class="dim">{nothingText(detail)}</p>}
      <ul class="changed-files">
        {parts.map((part) => (
          <PartRows key={part.to_snapshot_id} part={part} />
        ))}
        {nobodys.map((part) => (
          <PartRows key={part.to_snapshot_id} part={part} isNobodys />
        ))}
      </ul>
    </Section>
  )
}

function nothingText({ state, unreadable }: StepDetail): string {
  if (unreadable.length > 0) return `Not known: ${unreadable.join('; ')}`
  if (state === 'refused') return 'Nothing: the call was refused.'
  if (state === 'open') return 'Nothing so far that is put down to it.'
  return 'Nothing that is put down to it.'
}

function PartRows({ part, isNobodys = false }: { part: StepPartAnswer; isNobodys?: boolean }) {
  const { changes, total, snapshot } = part
  const rest = total - changes.length
  return (
    <>
      {changes.map((change) => (
        <li key={change.name} class={isNobodys ? 'of-nobody' : undefined}>
          <ChangedFile change={change} part={part} />
          {isNobodys && (
            <small>
              {snapshot.evidence ?? 'none'}, {clockText(Date.parse(snapshot.created_at))}
            </small>
          )}
        </li>
      ))}
      {rest > 0 && <li class="faint">and {rest.toLocaleString('en')} more</li>}
    </>
  )
}

function ChangedFile({ change, part }: { change: FileChange; part: StepPartAnswer }) {
  const [sign, look] = CHANGE_SIGNS[change.change_type]
  const address = change.new_address ?? change.old_address
  return (
    <>
      <span class={look}>{sign}</span>
      <Link
        class="cut"
        page="file"
        parameters={{ root: part.repo, file: address ?? undefined, at: part.snapshot.created_at }}
      >
        <RecordedText text={change.name} />
        {change.notes.map((note) => (
          <span key={note} class="faint">
            {' '}
            <RecordedText text={note} />
          </span>
        ))}
      </Link>
      <HowMuch change={change} />
    </>
  )
}

function HowMuch({ change }: { change: FileChange }) {
  const { change_type: type, added_lines, removed_lines, old_hash, new_hash } = change
  if (type === 'renamed' && old_hash === new_hash) return <span class="dim">same bytes</span>
  const size = type === 'removed' ? change.old_size : change.new_size
  if (type === 'removed' || type === 'added' || added_lines === null)
    return <span class="dim">{size === null ? '' : formatSize(size)}</span>
  return (
    <span class="line-counts">
      {added_lines > 0 && <span class="added">+{added_lines}</span>}
      {(removed_lines ?? 0) > 0 && <span class="removed">−{removed_lines}</span>}
    </span>
  )
}
