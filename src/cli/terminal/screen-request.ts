/** What the screens and the player are opened with. */
import type { DeskRequest } from '../../tui/open-desk.ts'
import { playMoment } from '../../tui/player/play-recorded.ts'
import type { CommandContext } from '../framework/command.ts'
import { screenPalette } from './style.ts'
import { editFile, pageText } from './user-programs.ts'

export function screenRequest(context: CommandContext<object>): DeskRequest {
  const { out, home, signal } = context
  const settings = { speed: 1, idleLimitS: undefined, isAscii: false }
  const request: DeskRequest = {
    home,
    palette: screenPalette(out.isColored),
    edit: editFile,
    page: pageText,
    play: (what) => playMoment(request, what, settings),
    signal,
  }
  return request
}
