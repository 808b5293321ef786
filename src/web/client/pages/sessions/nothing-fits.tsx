/** When a filter leaves no session: the term that excludes most, and the way to drop it. */
import { soundTerms } from '../../../../model/query.ts'
import { excludingTerm } from '../../state/sessions/excluding-term.ts'
import { countWith, filterText } from '../../state/sessions/list.ts'
import { sessionTerms } from '../../state/sessions/session-filter.ts'
import { setFilter } from './sessions-bar.tsx'

export function NothingFits() {
  const text = filterText.value
  const found = excludingTerm(soundTerms(sessionTerms(text)), countWith)
  if (!found)
    return (
      <p class="pane-note">
        No session fits.{' '}
        <button type="button" class="button" onClick={() => setFilter('')}>
          all sessions
        </button>
      </p>
    )
  const { from, to } = found.term
  return (
    <p class="pane-note">
      No session fits. Without <code>{text.slice(from, to)}</code> there are {found.count}.{' '}
      <button
        type="button"
        class="button"
        onClick={() => setFilter((text.slice(0, from) + text.slice(to)).trim())}
      >
        drop it
      </button>
    </p>
  )
}
