import { FlightrecError } from '../../model/errors.ts'
import { isTyped } from '../../system/standard-input.ts'
import { playNamed } from '../../tui/player/play-recorded.ts'
import type { playCommand } from '../commands/play.ts'
import type { ContextOf } from '../framework/command.ts'
import { screenRequest } from '../terminal/screen-request.ts'

export async function run(context: ContextOf<typeof playCommand>): Promise<number> {
  const { args, options, out, signal } = context
  const [name] = args
  if (!out.isTerminal || !isTyped()) {
    throw new FlightrecError('usage', 'playing needs a terminal, and this is none', {
      hint: `Run \`flightrec frames ${name}\` to read what was on screen as text.`,
    })
  }
  if (options.speed <= 0) throw new FlightrecError('usage', '--speed is more than 0')
  await playNamed(screenRequest(context), name!, {
    at: options.at,
    speed: options.speed,
    idleLimitS: options.idleLimit,
    isAscii: options.ascii,
  })
  return signal.aborted ? 130 : 0
}
