/** Before there is any session: what would fill the page, and the commands for it. */

const WAYS = [
  ['Record each session of an agent', 'flightrec setup'],
  ['Run one command on record', 'flightrec run -- claude'],
  ['Look at a made-up session', 'flightrec demo --keep'],
] as const

export function NoSessions() {
  return (
    <section class="nothing-yet" aria-label="No sessions">
      <h1>No agent has worked here yet.</h1>
      <ol>
        {WAYS.map(([does, command], at) => (
          <li key={command}>
            <span class="faint mono">{at + 1}</span>
            <span>{does}</span>
            <code>{command}</code>
          </li>
        ))}
      </ol>
    </section>
  )
}
