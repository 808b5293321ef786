/** Which recording a user means: its id, or its session's, or the beginning of either. */
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import {
  type FoundRecording,
  noSuchRecording,
  type RecordingsReader,
} from '../../store/recordings/recordings-reader.ts'

const NAME = /^(rec_|sess_)?([0-9a-f]{1,16})…?$/
const SHOWN_MAX = 5

/**
 * Returns the recording that `name` begins, else the latest one of the session that it begins. `rec_` and `sess_` may
 * be left out.
 * @throws {FlightrecError} unknown-recording, ambiguous-recording
 */
export async function resolveRecording(
  reader: RecordingsReader,
  name: string,
): Promise<FoundRecording> {
  const [, prefix, digits] = NAME.exec(name) ?? []
  if (digits === undefined) throw noSuchRecording(name)
  const all = await reader.list()
  const own = all.filter(({ recording }) => recording.id.startsWith(`rec_${digits}`))
  if (prefix !== 'sess_' && own.length > 0)
    return onlyOne('recordings', own, ({ recording }) => recording.id, name)
  const ofSession = all.filter(({ recording }) => recording.session.startsWith(`sess_${digits}`))
  if (prefix === 'rec_' || ofSession.length === 0) throw noSuchRecording(name)
  const latest = new Map(ofSession.reverse().map((found) => [found.recording.session, found]))
  return onlyOne('sessions', [...latest.values()], ({ recording }) => recording.session, name)
}

function onlyOne(
  what: string,
  found: readonly FoundRecording[],
  idOf: (one: FoundRecording) => string,
  name: string,
): FoundRecording {
  if (found.length === 1) return found[0]!
  const shown = found.slice(0, SHOWN_MAX).map(idOf).join(', ')
  const more = found.length > SHOWN_MAX ? ', …' : ''
  const message = `'${showText(name)}' is the beginning of ${found.length} ids: ${shown}${more}`
  throw new FlightrecError('ambiguous-recording', message, {
    hint: `Give more of the id: ${found.length} ${what} begin like that.`,
  })
}
