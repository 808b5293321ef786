import { FlightrecError } from '../../model/errors.ts'
import type { Session } from '../../model/session.ts'
import { showText } from '../../model/show.ts'

/** @throws {FlightrecError} failed, when one that `flightrec start` began runs in the root of another. */
export function refuseSecondByHand(
  wanted: Pick<Session, 'manual' | 'command' | 'root'>,
  running: readonly Session[],
): void {
  const isByHand = ({ manual, command }: typeof wanted) => manual && !command
  const other = running.find((session) => isByHand(session) && session.root === wanted.root)
  if (!other || !isByHand(wanted)) return
  const { id, agent, root } = other
  const where = root === undefined ? '' : ` in ${showText(root)}`
  throw new FlightrecError('failed', `session ${id} of ${showText(agent)} runs${where} already`, {
    hint: 'Run `flightrec stop` to end it first.',
  })
}
