import { MAIN, readRef } from '../../git/history/refs.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isTyped } from '../../system/standard-input.ts'
import { openScreens } from '../../tui/open-screens.ts'
import { repoHere } from '../changes/reading.ts'
import type { CommandContext } from '../framework/command.ts'
import { screenRequest } from '../terminal/screen-request.ts'

export const run = runScreens

async function runScreens(context: CommandContext<object>): Promise<number> {
  const { out, signal } = context
  if (!out.isTerminal || !isTyped()) {
    throw new FlightrecError('usage', 'the screens need a terminal, and this is none', {
      hint: 'Run `flightrec log` to read the timeline as text.',
    })
  }
  const repo = repoHere(context)
  if (repo && readRef(repo.gitDir, MAIN) === undefined) {
    throw new FlightrecError('no-store', 'no snapshot has been taken yet', {
      hint: 'Run `flightrec watch .` to record this folder.',
    })
  }
  await openScreens(screenRequest(context), repo)
  return signal.aborted ? 130 : 0
}
