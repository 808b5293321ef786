/** The terminal and the files of the moment. */
import { view } from '../../state/view.ts'
import { TerminalPane } from '../terminal/terminal-pane.tsx'
import { FilesPane } from './files-pane.tsx'

export function MomentPane() {
  const { session = '' } = view.value.parameters
  return (
    <div class="moment-columns">
      <TerminalPane session={session} />
      <FilesPane session={session} />
    </div>
  )
}
