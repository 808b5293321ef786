/** Keeps the screen at the moment of the cursor; the old picture stands until the new one is whole. */
import { useComputed, useSignalEffect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ROUTES } from '../../../api/routes.ts'
import { now } from '../../browser/clock.ts'
import { cursor, moveTo } from '../../state/cursor.ts'
import { session as head } from '../../state/session.ts'
import { isPlaying, played, recordingNow, screen } from '../../state/terminal/player.ts'
import { recordingThen } from '../../state/terminal/recording-then.ts'
import { withPicture } from '../../state/terminal/screen.ts'
import { useAnswer } from '../use-answer.ts'
import { useNews } from '../use-news.ts'

export function useScreen(session: string) {
  const recordings = useAnswer(ROUTES.recordings, { session })
  useSignalEffect(() => {
    const { value } = recordings.answer
    const timeMs = cursor.value?.timeMs
    recordingNow.value =
      value && timeMs !== undefined ? recordingThen(value, timeMs, now()) : undefined
  })
  useSignalEffect(() => {
    const last = recordings.answer.value?.recordings.at(-1)
    // Of a session without steps there is nothing else that could say which moment.
    if (!last || cursor.value || head.value?.total_steps !== 0) return
    const timeMs = Date.parse(last.started_at) + last.duration_ms
    moveTo({ timeMs, side: 'after', anchor: { kind: 'none' } }, 'drag')
  })
  const shown = useComputed(() =>
    recordingNow.value?.is === 'shown' ? recordingNow.value : undefined,
  )
  const { value } = shown
  const recording = value?.recording.id
  const facts = useAnswer(ROUTES.recording, recording === undefined ? undefined : { recording })
  const asked =
    recording !== undefined && !isPlaying.value
      ? { recording, from: String(Math.round(value!.atMs)), count: '1' }
      : undefined
  const picture = useAnswer(ROUTES.pictures, asked)
  useSignalEffect(() => {
    played.value = facts.answer.value
  })
  useSignalEffect(() => {
    const answer = picture.answer.value
    const [first] = answer?.pictures ?? []
    if (!answer || !first || isPlaying.peek()) return
    const of = {
      recording: shown.peek()?.recording.id ?? '',
      forMs: answer.from_ms,
      total: answer.total,
    }
    screen.value = withPicture(undefined, first, of)
  })
  useNews('recording', recordings.retry)
  useNews(recording && `recording:${recording}`, () => {
    facts.retry()
    // What stood then stands there still, unless it was the end of what there was.
    if (screen.peek()?.number === screen.peek()?.total) picture.retry()
  })
  useEffect(() => forgetScreen, [])
  return { recordings, facts, picture }
}

function forgetScreen(): void {
  isPlaying.value = false
  recordingNow.value = undefined
  played.value = undefined
  screen.value = undefined
}
