/** Ways about in a recording: all of them move the cursor, and nothing else. */
import { ROUTES } from '../../../api/routes.ts'
import { ask } from '../../browser/fetching.ts'
import { type Move, moveTo } from '../../state/cursor.ts'
import {
  isPlaying,
  played,
  type RecordingShown,
  recordingNow,
  screen,
  textHits,
} from '../../state/terminal/player.ts'

/** Goes to a time of the recording that is shown. */
export function chooseAt({ recording, startMs }: RecordingShown, atMs: number, how: Move): void {
  isPlaying.value = false
  const timeMs = Math.max(0, Math.round(atMs))
  const anchor = { kind: 'frame' as const, recording: recording.id, timeMs }
  moveTo({ timeMs: startMs + timeMs, side: 'after', anchor }, how)
}

export function recordingShown(): RecordingShown | undefined {
  return recordingNow.value?.is === 'shown' ? recordingNow.value : undefined
}

export function durationMs(): number {
  return played.value?.duration_ms ?? recordingShown()?.recording.duration_ms ?? 0
}

/** Goes to where so many milliseconds more, or less, have passed. */
export function skip(byMs: number): void {
  const shown = recordingShown()
  if (shown) chooseAt(shown, Math.min(durationMs(), shown.atMs + byMs), 'choose')
}

export function goToShare(share: number): void {
  const shown = recordingShown()
  if (shown) chooseAt(shown, share * durationMs(), 'choose')
}

/** Goes to the next picture, or to the one before. */
export async function stepPicture(by: 1 | -1): Promise<void> {
  const shown = recordingShown()
  if (!shown) return
  const { recording } = shown
  const from = String(Math.round(screen.value?.atMs ?? shown.atMs))
  const asked = { recording: recording.id, from, step: String(by), count: '1' }
  const { pictures } = await ask(ROUTES.pictures, asked)
  const [picture] = pictures
  if (picture && recordingShown()?.recording.id === recording.id)
    chooseAt(shown, picture.at_ms, 'choose')
}

/** Goes to where the text that is searched for stood next, or before; behind the last one the first comes again. */
export function goToHit(by: 1 | -1): void {
  const shown = recordingShown()
  const at = shown?.atMs ?? 0
  const times = [...new Set((textHits.value?.texts ?? []).map(({ at_ms }) => at_ms))]
  const found =
    by > 0
      ? (times.find((time) => time > at) ?? times[0])
      : (times.findLast((time) => time < at) ?? times.at(-1))
  if (shown && found !== undefined) chooseAt(shown, found, 'choose')
}
