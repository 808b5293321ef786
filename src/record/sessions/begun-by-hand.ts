import { FlightrecError } from '../../model/errors.ts'
import type { Session } from '../../model/session.ts'
import { showText } from '../../model/show.ts'

/** @throws {FlightrecError} failed, when one that `flightrec start` began runs in the root of another. */
export function refuseSecondByHand(
  wanted: Pick<Session, 'manual' | 'command' | 'root'>,
  running: readonly Session[],
): void {
  const isByHand = ({ manual, command }: typeof wanted) => manual && !command
  const { root } = wanted
  const other = running.find((session) => isByHand(session) && session.root === root)
  if (!other || root === undefined || !isByHand(wanted)) return
  const what = `session ${other.id} of ${showText(other.agent)} runs in ${showText(root)} already`
  throw new FlightrecError('failed', what, { hint: 'Run `flightrec stop` to end it first.' })
}
