/** Every way to name a moment: a time, a step or an end of a session, a snapshot, a time of a recording. */
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { findTimeExpression } from '../../model/time-expression.ts'
import type { Home } from '../../store/home/home.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { SnapshotNames } from '../names/snapshot-names.ts'
import { openNamedRecording } from '../playback/recording-name.ts'
import { findTimeInRecording } from '../playback/time-in-recording.ts'
import { RepoView } from '../repo/repo-view.ts'
import type { RecordedSessions } from '../sessions/recorded-sessions.ts'

const STEP = /^((?:sess_)?[0-9a-f]{1,16}…?)#(\d+)$/
const SIDE = /^((?:sess_)?[0-9a-f]{1,16}…?):(start|end)$/
const IN_RECORDING = /^(.+)@([^@]+)$/

interface Where {
  home: Home
  repos: readonly ShadowRepo[]
  sessions: RecordedSessions
  nowMs: number
}

/**
 * Returns the time that `name` means, in milliseconds since the epoch.
 * @throws {FlightrecError} usage, unknown-session, ambiguous-session, unknown-recording, ambiguous-recording
 */
export async function timeOfMoment(name: string, where: Where): Promise<number> {
  const { sessions, nowMs } = where
  const step = STEP.exec(name)
  if (step) {
    const id = await sessions.find(step[1]!)
    return Date.parse((await sessions.event(id, Number(step[2]))).time)
  }
  const side = SIDE.exec(name)
  if (side) {
    const { started, ended } = await sessions.read(await sessions.find(side[1]!))
    return side[2] === 'start'
      ? Date.parse(started)
      : ended === undefined
        ? nowMs
        : Date.parse(ended)
  }
  const time = findTimeExpression(name, nowMs)
  if (time !== undefined) return time
  const place = IN_RECORDING.exec(name)
  if (place) return await timeInRecording(where.home, place[1]!, place[2]!, nowMs)
  const found = await snapshotTime(name, where)
  if (found !== undefined) return found
  throw new FlightrecError('usage', `not a moment: '${showText(name)}'`, {
    hint:
      'Give a time such as `14:32` or `10m ago`, a step (`sess_6a9#8`), `sess_6a9:end`, a snapshot, or a time of a ' +
      'recording (`rec_7f3a@+5m`).',
  })
}

async function timeInRecording(
  home: Home,
  name: string,
  typed: string,
  nowMs: number,
): Promise<number> {
  const { source } = await openNamedRecording(home, name)
  const { started, ended, duration_ms } = source.recording
  source.close()
  if (started === undefined) {
    throw new FlightrecError('usage', `${showText(name)} does not tell when it was made`)
  }
  const startedMs = Date.parse(started)
  const durationMs =
    duration_ms ?? Math.max(0, (ended === undefined ? nowMs : Date.parse(ended)) - startedMs)
  const found = findTimeInRecording(typed, { startedMs, durationMs })
  if (found !== undefined) return startedMs + found
  throw new FlightrecError('usage', `no time of that recording: '${showText(typed)}'`)
}

/** Of a snapshot that several roots have, which names alone cannot be, the first is meant. */
async function snapshotTime(
  name: string,
  { repos, sessions, nowMs }: Where,
): Promise<number | undefined> {
  for (const repo of repos) {
    const view = new RepoView(repo)
    try {
      const names = new SnapshotNames(repo.gitDir, view.reader, { nowMs, sessions })
      return (await names.get(name)).time
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
    } finally {
      view.close()
    }
  }
  return undefined
}
