/** `search`, in what was on terminals: each appearance of a row that holds the pattern. */
import { agentNamed } from '../../model/agent-names.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Recording } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { openRecordingSource } from '../../store/recordings/recording-source.ts'
import { RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import { screenTextJson } from '../json/screen-text.ts'
import { openPlayback, type TextHit } from '../playback/playback.ts'
import { type ListedRecording, withSessionsOf } from '../recordings/listed-recordings.ts'
import { type TextPattern, textPattern } from '../sessions/text-pattern.ts'
import type { SearchRequest } from './sessions.ts'

/** Where a row that holds the pattern appeared. */
export interface FoundRow extends TextHit {
  recording: Recording
  text: string
}

export type TerminalSearch = Omit<SearchRequest, 'types'> & {
  /** The id of the only session that is meant. */
  sessionId?: SessionId | undefined
  onProgress?: (recording: Recording, share: number) => void
}

/** Yields them by recording, the latest first, and in order of time. */
export async function* searchTerminals(
  home: Home,
  request: TerminalSearch,
): AsyncGenerator<FoundRow> {
  const { pattern, isLiteral, limit = Infinity, onDamaged } = request
  const match = textPattern(pattern, isLiteral)
  let count = 0
  for (const { recording } of await recordingsOf(home, request)) {
    try {
      const hits = await hitsIn(home, recording, match, request)
      for (const hit of hits) {
        if (count >= limit) return
        yield { recording, ...hit }
        count += 1
      }
    } catch (error) {
      if (!(error instanceof FlightrecError) || error.code === 'usage') throw error
      onDamaged(error)
    }
  }
}

async function recordingsOf(
  home: Home,
  { agent, sessionId, onDamaged }: TerminalSearch,
): Promise<ListedRecording[]> {
  const reader = new RecordingsReader(home)
  const wanted = agent === undefined ? undefined : agentNamed(agent)
  const chosen: ListedRecording[] = []
  try {
    for await (const one of withSessionsOf(home, await reader.list(onDamaged))) {
      if (sessionId !== undefined && !one.sessions.includes(sessionId)) continue
      if (wanted === undefined || one.session?.agent === wanted) chosen.push(one)
    }
  } finally {
    reader.close()
  }
  return chosen
}

async function hitsIn(
  home: Home,
  recording: Recording,
  match: TextPattern,
  { onProgress, onSearched, onDamaged }: TerminalSearch,
) {
  const playback = openPlayback(await openRecordingSource(home, recording.id))
  try {
    playback.onGrown(() => onProgress?.(recording, playback.readShare))
    const hits = await playback.findRows(match)
    if (playback.isTextCut) {
      const message = `${recording.id} holds more text than is searched`
      onDamaged(new FlightrecError('incomplete', message))
    }
    await onSearched?.()
    return hits
  } finally {
    playback.close()
  }
}

/** Yields a `screen-text` for each. */
export async function* answerTerminals(home: Home, request: TerminalSearch) {
  for await (const found of searchTerminals(home, request)) yield screenTextJson(found)
}
