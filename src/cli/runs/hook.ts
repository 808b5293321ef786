import { eventsOfHook } from '../../agents/catalogue.ts'
import { FlightrecError } from '../../model/errors.ts'
import { draftJson } from '../../review/json/event-draft.ts'
import { putInSpool, SPOOL_FILE_MAX_BYTES } from '../../store/spool/spool.ts'
import { readPayloads } from '../../store/spool/spool-payload.ts'
import { readStandardInput } from '../../system/standard-input.ts'
import type { hookCommand } from '../commands/hook.ts'
import type { ContextOf } from '../framework/command.ts'
import { sessionAround } from '../sessions/session-around.ts'
import type { Output } from '../terminal/output.ts'

export async function run({
  args,
  options,
  home,
  out,
}: ContextOf<typeof hookCommand>): Promise<number> {
  const payload = await readStandardInput(SPOOL_FILE_MAX_BYTES + 1)
  if (options.show) {
    await showEvents(payload, args[0], out)
    return 0
  }
  try {
    putInSpool(home, args[0] ?? 'unknown', payload, sessionAround())
  } catch {
    // No home, no room, no right to write: the agent must go on, and what we print it might take for an answer.
  }
  return 0
}

async function showEvents(payload: Buffer, expected: string | undefined, out: Output) {
  const read = readPayloads(payload)
  if (typeof read === 'string') {
    throw new FlightrecError('failed', `standard input holds no payload: ${read}`, {
      hint: 'Pipe in what the agent gives its hook: a JSON object, or one a line.',
    })
  }
  for (const value of read.payloads) {
    for (const event of eventsOfHook(value, expected)) {
      const cut = read.isTruncated ? ({ ...event, truncated: true } as const) : event
      out.json(draftJson(cut))
    }
  }
  if (read.badLines > 0) out.warn(`${read.badLines} of the lines are not JSON`)
}
