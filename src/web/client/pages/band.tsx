/** The band of a stopped recorder. It pushes once, and stays until it is recorded again. */
import { CopyButton } from '../panes/copy-button.tsx'
import { RecordedText } from '../panes/recorded-text.tsx'
import { clockMs, recorded } from '../state/live.ts'
import { bandOf } from '../state/recording-light.ts'

export function Band() {
  const band = recorded.value && bandOf(recorded.value, clockMs.value)
  if (!band) return null
  return (
    <div class="band" role="alert">
      <b>
        <RecordedText text={band.title} />
      </b>
      <RecordedText class="cut" text={band.text} />
      <span class="spring" />
      <code>
        <RecordedText text={band.command} />
      </code>
      <CopyButton text={band.command} />
    </div>
  )
}
