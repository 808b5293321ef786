/** What a home says in which nothing is recorded yet. */
import { CopyButton } from '../../panes/copy-button.tsx'

const NEXT = [
  ['Record a folder whenever this machine runs', 'flightrec daemon start .'],
  ['Record what agents say of their calls', 'flightrec hooks install'],
  ['Look at a made-up record first', 'flightrec demo --keep'],
] as const

export function NothingRecorded() {
  return (
    <section class="empty" aria-label="Nothing is recorded">
      <h1>Nothing is recorded yet.</h1>
      <ol>
        {NEXT.map(([what, command], at) => (
          <li key={command}>
            <span class="faint mono">{at + 1}</span>
            <span>{what}</span>
            <code>{command}</code>
            <CopyButton text={command} />
          </li>
        ))}
      </ol>
    </section>
  )
}
