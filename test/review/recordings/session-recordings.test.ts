import { expect, test } from 'vitest'
import type { Session } from '../../../src/model/session.ts'
import {
  type SessionRecording,
  stretchesWithoutScreen,
} from '../../../src/review/recordings/session-recordings.ts'
import { toldSession } from '../../helpers/told-session.ts'

const MINUTE = 60_000
const START = Date.parse('2026-01-01T12:00:00Z')
const at = (minutes: number) => START + minutes * MINUTE
const session: Session = {
  ...toldSession().session,
  started: new Date(at(0)).toISOString(),
  ended: new Date(at(10)).toISOString(),
}

function recorded(from: number, to: number, ...gaps: [number, number][]): SessionRecording {
  return {
    ...({ recording: {}, state: 'stored' } as unknown as SessionRecording),
    ...{ startedMs: at(from), endedMs: at(to) },
    gaps: gaps.map(([fromMin, toMin]) => ({
      ...{ fromMs: (fromMin - from) * MINUTE, toMs: (toMin - from) * MINUTE, reason: 'full' },
    })),
  }
}

/** In minutes. */
function missing(...recordings: SessionRecording[]): [number, number][] {
  return stretchesWithoutScreen(session, recordings, at(99)).map(({ fromMs, toMs }) => [
    (fromMs - START) / MINUTE,
    (toMs - START) / MINUTE,
  ])
}

test('what has no recording is what is between, before and after them, and their gaps', () => {
  expect(missing()).toEqual([[0, 10]])
  expect(missing(recorded(-1, 11))).toEqual([])
  expect(missing(recorded(2, 4), recorded(5, 6))).toEqual([
    [0, 2],
    [4, 5],
    [6, 10],
  ])
  expect(missing(recorded(-5, 20, [3, 4]))).toEqual([[3, 4]])
})

test('a gap of one recording is not missing where another shows that time', () => {
  expect(missing(recorded(0, 10, [3, 6]), recorded(2, 5))).toEqual([[5, 6]])
})

test('a recording that begins a second after its session was there all the time', () => {
  expect(missing(recorded(0.01, 9.99))).toEqual([])
})
