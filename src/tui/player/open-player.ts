/** Opens the player on the terminal and returns when the user leaves it. */

import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { formatElapsed } from '../../model/units.ts'
import { type Marker, openPlayback, type Playback } from '../../review/playback/playback.ts'
import { findTimeInRecording } from '../../review/playback/time-in-recording.ts'
import type { RecordingSource } from '../../store/recordings/recording-source.ts'
import { monotonicNow } from '../../system/clock.ts'
import { environment } from '../../system/environment.ts'
import { Terminal } from '../terminal.ts'
import { backgroundOfVariable, themeFor } from '../theme.ts'
import type { PlayerLook } from './compose.ts'
import type { Deeds } from './deeds.ts'
import { LiveTape } from './live-tape.ts'
import { begin } from './player.ts'
import { PlayerScreen } from './player-screen.ts'

export interface PlayRequest {
  source: RecordingSource
  /** Markers that the recording itself does not hold. */
  markers?: readonly Marker[]
  deeds?: Deeds
  /** Where it begins, as typed, or in milliseconds since the epoch; it is paused there. */
  at?: string | number | undefined
  speed: number
  /** Pauses are played no longer; undefined when they are not cut. */
  idleLimitMs: number | undefined
  isColored: boolean
  isAscii: boolean
  signal: AbortSignal
}

export async function openPlayer(request: PlayRequest): Promise<void> {
  const { source, markers = [], deeds = ALONE, idleLimitMs, speed, signal, at } = request
  const playback = openPlayback(source)
  const tape = new LiveTape(playback, markers, idleLimitMs)
  try {
    const { isLive } = playback
    const timeMs = at === undefined ? undefined : await timeOfPlace(at, request, playback, tape)
    const phase = timeMs === undefined ? (isLive ? 'following' : 'playing') : 'paused'
    const screen = new PlayerScreen({
      playback,
      tape,
      terminal: new Terminal(),
      look: lookFor(request),
      begin: begin({
        timeMs: timeMs ?? 0,
        speed,
        cutsIdle: idleLimitMs !== undefined,
        phase,
        nowMs: monotonicNow(),
      }),
      idleLimitMs,
      deeds,
      exitCode: source.recording.exit_code,
      signal,
    })
    await screen.run()
  } finally {
    playback.close()
  }
}

/** Of a file of somebody's: no session is known of it. */
const ALONE: Deeds = {
  hasSteps: false,
  pane: () => Promise.reject(new Error('there are no steps')),
  open: () => Promise.reject(new Error('there are no steps')),
  findAll: () => Promise.reject(new Error('there is nothing else to be searched')),
  nameOf: (timeMs) => formatElapsed(timeMs),
}

async function timeOfPlace(
  at: string | number,
  { source }: PlayRequest,
  playback: Playback,
  live: LiveTape,
): Promise<number> {
  // How long it is, is not known before all was read, unless it says so itself.
  if (source.recording.duration_ms === undefined) await playback.indexed()
  const tape = live.tape()
  if (typeof at === 'number') return Math.max(0, at - (tape.startedMs ?? at))
  const timeMs = findTimeInRecording(at, tape)
  if (timeMs !== undefined) return timeMs
  throw new FlightrecError('usage', `not a time of this recording: '${showText(at)}'`, {
    hint: 'Give a time such as `14:32`, `+5m`, `90%` or `end`.',
  })
}

/** What is known of the terminal before it was asked. */
function lookFor({ isColored, isAscii }: PlayRequest): PlayerLook {
  const hasAnyColor = /^(?:truecolor|24bit)$/.test(environment('COLORTERM') ?? '')
  const background = hasAnyColor ? backgroundOfVariable(environment('COLORFGBG')) : undefined
  return {
    theme: themeFor(background, isColored),
    colors: isColored ? (hasAnyColor ? 'any' : 'indexed') : 'none',
    isAscii: isAscii || !showsOurSigns(),
  }
}

function showsOurSigns(): boolean {
  if (environment('TERM') === 'linux') return false
  const locale = environment('LC_ALL') || environment('LC_CTYPE') || environment('LANG') || ''
  // Where no locale is set at all, as in many containers, terminals take UTF-8 all the same.
  return locale === '' || /utf-?8/i.test(locale)
}
