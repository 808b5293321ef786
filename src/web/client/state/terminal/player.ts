/** How the terminal is played, wherever it is shown. */
import { signal } from '@preact/signals'
import type { AnswerOf } from '../../../api/route.ts'
import type { ROUTES } from '../../../api/routes.ts'
import type { RecordingAt } from './recording-then.ts'
import type { ScreenNow } from './screen.ts'

const SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 4, 8, 16]

export type RecordingShown = RecordingAt & { is: 'shown' }

export const isPlaying = signal(false)
export const speed = signal<number>(1)
/** Whether pauses of more than two seconds are cut to that. */
export const isIdleCut = signal(true)
export const IDLE_LIMIT_MS = 2_000

/** Undefined until it is known whether there is any. */
export const recordingNow = signal<RecordingAt | undefined>(undefined)
export const played = signal<AnswerOf<typeof ROUTES.recording> | undefined>(undefined)
export const screen = signal<ScreenNow | undefined>(undefined)

/** What is searched for on the terminal; undefined while nobody searches. */
export const soughtText = signal<string | undefined>(undefined)
export const textHits = signal<AnswerOf<typeof ROUTES.recordingTexts> | undefined>(undefined)

export function changeSpeed(by: 1 | -1): void {
  const at = SPEEDS.indexOf(speed.value) + by
  speed.value = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at))]!
}
