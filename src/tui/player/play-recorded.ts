/** Plays a recording with what its session did meanwhile. */

import { FlightrecError } from '../../model/errors.ts'
import type { Recording } from '../../model/recording.ts'
import { formatElapsed } from '../../model/units.ts'
import { openCoveringRecording, openNamedRecording } from '../../review/playback/recording-name.ts'
import { readSessionSteps, type SessionStep } from '../../review/playback/session-steps.ts'
import type { RecordingSource } from '../../store/recordings/recording-source.ts'
import { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import type { DeskRequest } from '../open-desk.ts'
import type { Played } from '../outside.ts'
import { openPlayer } from './open-player.ts'
import { SessionDeeds } from './session-deeds.ts'

/** How a recording is played, from wherever that is asked. */
export interface PlaySettings {
  /** As typed; paused there. */
  at?: string | undefined
  speed: number
  /** Pauses are played no longer, or whole with 0; undefined where the recording says how long, else two seconds. */
  idleLimitS: number | undefined
  isAscii: boolean
}

const IDLE_LIMIT_S = 2

/** What one looks for in a moment began a little earlier. */
const BEFORE_MS = 5_000

/** Plays what is named on the command line. */
export async function playNamed(
  request: DeskRequest,
  name: string,
  settings: PlaySettings,
): Promise<void> {
  const { source, stepMs } = await openNamedRecording(request.home, name)
  await play(request, source, { ...settings, at: settings.at ?? stepMs, name })
}

/** Plays what a screen asks for. */
export async function playMoment(
  request: DeskRequest,
  what: Played,
  settings: PlaySettings,
): Promise<void> {
  const { home } = request
  if ('seq' in what) {
    const name = `${what.session}#${what.seq}`
    const { source, stepMs } = await openNamedRecording(home, name)
    await play(request, source, { ...settings, at: stepMs, name, openedFrom: 'list' })
    return
  }
  const source = await openCoveringRecording(home, what.timeMs, what.session)
  const at = what.timeMs - BEFORE_MS
  await play(request, source, { ...settings, at, openedFrom: 'list' })
}

interface Opened extends Omit<PlaySettings, 'at'> {
  at: string | number | undefined
  /** As the user has named it. */
  name?: string
  openedFrom?: string
}

async function play(
  request: DeskRequest,
  source: RecordingSource,
  { at, name, openedFrom, idleLimitS, ...settings }: Opened,
): Promise<void> {
  const limitS = idleLimitS ?? source.recording.idle_time_limit ?? IDLE_LIMIT_S
  const steps = await stepsOf(request, source.recording)
  const what = source.recording.id ?? name ?? ''
  const nameOf = (timeMs: number, isCommand: boolean) => {
    const place = `+${Math.floor(timeMs / 1_000)}s`
    return isCommand ? `flightrec play ${what} --at ${place}` : `${what} ${formatElapsed(timeMs)}`
  }
  await openPlayer({
    source,
    markers: steps.map(({ marker }) => marker),
    deeds: new SessionDeeds(request, steps, { openedFrom, nameOf }),
    at,
    ...settings,
    idleLimitMs: limitS === 0 ? undefined : limitS * 1_000,
    isColored: request.palette.isColored,
    signal: request.signal,
  })
}

/** A recording plays without its session, if that is gone or cannot be read. */
async function stepsOf(
  { home }: DeskRequest,
  { session, started }: Partial<Recording>,
): Promise<SessionStep[]> {
  if (session === undefined || started === undefined) return []
  const reader = new SessionsReader(home)
  try {
    return await readSessionSteps(home, reader, session, Date.parse(started))
  } catch (error) {
    if (error instanceof FlightrecError) return []
    throw error
  } finally {
    reader.close()
  }
}
