/** What the page says of itself at its foot: that it is not current, that it is old, that it is let in no more. */
import { useEffect, useState } from 'preact/hooks'
import { reloadPage } from '../browser/address.ts'
import { after } from '../browser/clock.ts'
import { clockMs, connection, isOutdated, staleSince } from '../state/live.ts'
import { momentText } from '../state/time-text.ts'

/** A server that is started anew is back before. */
const PATIENCE_MS = 5_000

export function Notice() {
  const since = staleSince.value
  const isStale = since !== undefined
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    return isStale ? after(PATIENCE_MS, () => setLate(true)) : undefined
  }, [isStale])
  if (connection.value === 'shut-out')
    return (
      <span role="alert">
        this page is let in no more: run <code>flightrec view</code> and open its address
      </span>
    )
  if (isStale && isLate)
    return <span role="alert">not current since {momentText(since, clockMs.value)}</span>
  if (isOutdated.value)
    return (
      <span role="status">
        this page is older than its server:{' '}
        <button type="button" class="link" onClick={reloadPage}>
          load it anew
        </button>
      </span>
    )
  return null
}
