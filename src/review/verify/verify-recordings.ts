/** Checks all recordings: every part of those at rest is read once more, and the casts of those being made. */
import { FlightrecError } from '../../model/errors.ts'
import type { Recording, RecordingId } from '../../model/recording.ts'
import { formatDuration } from '../../model/units.ts'
import type { Home } from '../../store/home/home.ts'
import { CastOnDisk } from '../../store/recordings/cast-on-disk.ts'
import { CastReader } from '../../store/recordings/cast-reader.ts'
import { castFile, liveRecordingsFolder } from '../../store/recordings/live-recordings.ts'
import {
  listMadeIds,
  readMade,
  sessionsWithRecordings,
} from '../../store/recordings/made-recordings.ts'
import { type FoundRecording, RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import type { Damage } from '../../store/timeline/damage.ts'
import type { VerifyOptions } from './verify-options.ts'

interface RecordingsVerification {
  recordings: number
  damages: Damage[]
}

/** Reads only; may run beside whoever records. */
export async function verifyRecordings(
  home: Home,
  { signal, onProgress }: VerifyOptions = {},
): Promise<RecordingsVerification> {
  // In this order: what moves into the repo meanwhile is in one of the two.
  const made = verifyMade(home)
  const reader = new RecordingsReader(home)
  try {
    const trees = await reader.trees()
    const ids = new Set(trees.map(({ id }) => id))
    const damages = made.damages.filter(({ id }) => !ids.has(id)).map(({ damage }) => damage)
    for (const [index, { id, session, tree }] of trees.entries()) {
      if (signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
      onProgress?.('recordings', index, trees.length)
      const subject = `${session}/recordings/${id}`
      const recording = await reader.describe(id, tree, ({ message }) => {
        damages.push(damageOf(subject, message))
      })
      if (recording) damages.push(...(await verifyStored(reader, { recording, tree }, subject)))
    }
    return { recordings: new Set([...ids, ...made.ids]).size, damages }
  } finally {
    reader.close()
  }
}

async function verifyStored(
  reader: RecordingsReader,
  found: FoundRecording,
  subject: string,
): Promise<Damage[]> {
  const { segments = [] } = found.recording
  const damages: Damage[] = []
  if (segments.length === 0) damages.push(damageOf(subject, 'it has no parts'))
  for (const [index, { start_ms: startMs }] of segments.entries()) {
    const problem = await segmentProblem(reader, found, index + 1, startMs)
    if (problem === undefined) continue
    damages.push(
      damageOf(`${subject}/${index + 1}.cast.br`, `${problem}; ${cost(found.recording, index)}`),
    )
  }
  return damages
}

async function segmentProblem(
  reader: RecordingsReader,
  found: FoundRecording,
  n: number,
  startMs: number,
): Promise<string | undefined> {
  try {
    const cast = new CastReader(startMs)
    for await (const chunk of (await reader.segment(found, n)).chunks()) cast.push(chunk)
    cast.end()
    if (cast.badLines > 0 || cast.isTorn) return 'some of its lines are no events'
    return undefined
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    return error.message
  }
}

/** Which stretch of a recording cannot be shown without one of its parts. */
function cost({ segments = [], duration_ms: durationMs = 0 }: Recording, index: number): string {
  const from = formatDuration(segments[index]!.start_ms)
  const to = formatDuration(segments[index + 1]?.start_ms ?? durationMs)
  return `what was shown from ${from} to ${to} is lost`
}

function verifyMade(home: Home) {
  const damages: { id: RecordingId; damage: Damage }[] = []
  const ids: RecordingId[] = []
  for (const session of sessionsWithRecordings(home)) {
    const folder = liveRecordingsFolder(home, session)
    for (const id of listMadeIds(folder)) {
      ids.push(id)
      const subject = `${session}/recordings/${id}`
      const found = readMade(folder, id)
      const problem = found
        ? castProblem(castFile(folder, id), found)
        : 'nothing says what recording it is, or not as it was written'
      if (problem !== undefined) damages.push({ id, damage: damageOf(subject, problem, true) })
    }
  }
  return { ids, damages }
}

/** One that is being written may lack its end; what is missing of one that was killed is told when it is moved. */
function castProblem(path: string, { ended, bytes }: Recording): string | undefined {
  let file: CastOnDisk | undefined
  try {
    file = CastOnDisk.open(path)
    const reader = new CastReader()
    for (const chunk of file.chunks()) reader.push(chunk)
    if (ended === undefined) return reader.badLines > 0 ? badLines(reader.badLines) : undefined
    reader.end()
    if (reader.badLines > 0) return badLines(reader.badLines)
    return bytes !== undefined && file.sizeBytes < bytes ? 'its end is missing' : undefined
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    return ended === undefined ? undefined : error.message
  } finally {
    file?.close()
  }
}

function badLines(count: number): string {
  return `${count} of its lines are no events`
}

function damageOf(subject: string, problem: string, mendable = false): Damage {
  return { kind: 'recording', subject, problem, mendable }
}
