/** What there is to be seen of the terminals of a session, as Markdown. */
import { formatDuration, formatMoment } from '../../model/units.ts'
import type { ScreenFacts } from '../../review/audit/audit.ts'
import type { SessionRecording, TimeSpan } from '../../review/recordings/session-recordings.ts'
import { markdownCode, markdownText } from './markdown.ts'

export const NO_SCREEN = 'No terminal was recorded: what stood on screen is not known.'

/** Returns the recordings, each with its gaps, then when there was none; nothing where there are none at all. */
export function screenLines({ recordings, missing }: ScreenFacts): string[] {
  if (recordings.length === 0) return []
  return [
    ...recordings.flatMap(recordingLines),
    ...missing.map((span) => `- Not recorded ${stretchText(span)}.`),
  ]
}

function recordingLines({
  recording,
  state,
  startedMs,
  endedMs,
  gaps,
}: SessionRecording): string[] {
  const { id, exit_code: exitCode } = recording
  const exit = exitCode === undefined ? '' : `, exit ${exitCode}`
  const going = state === 'recording' ? ', being recorded' : exit
  const span = stretchText({ fromMs: startedMs, toMs: endedMs })
  return [
    `- ${markdownCode(id)} ${span}${going}: ${markdownCode(`flightrec play ${id}`)}`,
    ...gaps.map(({ fromMs, toMs, reason }) => {
      const gap = stretchText({ fromMs: startedMs + fromMs, toMs: startedMs + toMs })
      return `- ${markdownCode(id)} has a gap ${gap}: ${markdownText(reason)}`
    }),
  ]
}

function stretchText({ fromMs, toMs }: TimeSpan): string {
  return `from ${formatMoment(fromMs)} for ${formatDuration(toMs - fromMs)}`
}
