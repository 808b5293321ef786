/** What `flightrec run` and `flightrec record` have kept of a terminal, wherever it lies by now. */

import type { Recording } from '../../src/model/recording.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { openRecordingSource } from '../../src/store/recordings/recording-source.ts'
import { RecordingsReader } from '../../src/store/recordings/recordings-reader.ts'
import type { TestEnv } from './test-env.ts'

export type CastLine = [interval: number, code: string, data: string]

export interface RecordedCast {
  recording: Recording
  /** The cast as text. */
  text: string
  header: Record<string, unknown>
  events: CastLine[]
  /** All output, joined. */
  output: string
}

/** Returns all recordings, the earliest first. */
export async function recordedCasts(env: TestEnv): Promise<RecordedCast[]> {
  const home = homeAt(env.home)
  const reader = new RecordingsReader(home)
  const found = await reader.list().finally(() => reader.close())
  const casts: RecordedCast[] = []
  for (const { recording } of found.reverse()) casts.push(await castOf(env, recording))
  return casts
}

async function castOf(env: TestEnv, recording: Recording): Promise<RecordedCast> {
  const source = await openRecordingSource(homeAt(env.home), recording.id)
  const texts: string[] = []
  for (const part of source.parts) texts.push((await part.read()).toString('utf8'))
  source.close()
  const [[header = '', ...lines] = [], ...others] = texts.map((text) =>
    text.split('\n').filter((line) => line !== ''),
  )
  const all = [...lines, ...others.flatMap((more) => more.slice(1))]
  const events = all.map((line) => JSON.parse(line) as CastLine)
  return {
    recording,
    text: texts.join(''),
    header: JSON.parse(header) as Record<string, unknown>,
    events,
    output: events.flatMap(([, code, data]) => (code === 'o' ? [data] : [])).join(''),
  }
}
