import { FlightrecError } from '../../model/errors.ts'
import { isTyped } from '../../system/standard-input.ts'
import { playNamed } from '../../tui/player/play-recorded.ts'
import type { playCommand } from '../commands/play.ts'
import type { ContextOf } from '../framework/command.ts'
import { IDLE_LIMIT_S, screenRequest } from '../terminal/screen-request.ts'

export async function run(context: ContextOf<typeof playCommand>): Promise<number> {
  const { args, options, out, signal } = context
  const [name] = args
  if (!out.isTerminal || !isTyped()) {
    throw new FlightrecError('usage', 'playing needs a terminal, and this is none', {
      hint: `Run \`flightrec frames ${name}\` to read what was on screen as text.`,
    })
  }
  if (options.speed <= 0) throw new FlightrecError('usage', '--speed is more than 0')
  const idleLimitS = options.idleLimit ?? IDLE_LIMIT_S
  await playNamed(screenRequest(context), name!, {
    at: options.at,
    speed: options.speed,
    idleLimitMs: idleLimitS === 0 ? undefined : idleLimitS * 1_000,
    isAscii: options.ascii,
  })
  return signal.aborted ? 130 : 0
}
