import { isInFolder } from '../../model/absolute-path.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'

/** @throws {FlightrecError} bad-root, where `root` lies in one that is recorded, or holds one. */
export function refuseOverlap(root: string, recorded: Iterable<string>): void {
  for (const other of recorded) {
    if (!isInFolder(other, root) && !isInFolder(root, other)) continue
    throw new FlightrecError(
      'bad-root',
      `${showText(root)} and ${showText(other)}, which is being recorded, overlap`,
      { hint: 'Record one of the two; `flightrec daemon status` lists what is recorded.' },
    )
  }
}
