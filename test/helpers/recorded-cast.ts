/** What `flightrec run` and `flightrec record` have written of a terminal, as it lies on disk. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Recording } from '../../src/model/recording.ts'
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

/** Returns the recordings under live/, the earliest first. */
export function liveCasts(env: TestEnv): RecordedCast[] {
  const live = join(env.home, 'live')
  const folders = namesIn(live).map((session) => join(live, session, 'recordings'))
  return folders
    .flatMap((folder) =>
      namesIn(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => castAt(join(folder, name))),
    )
    .sort((a, b) => (a.recording.started < b.recording.started ? -1 : 1))
}

function castAt(path: string): RecordedCast {
  const text = readFileSync(path.replace(/json$/, 'cast'), 'utf8')
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '')
  const events = lines.map((line) => JSON.parse(line) as CastLine)
  return {
    recording: JSON.parse(readFileSync(path, 'utf8')) as Recording,
    text,
    header: JSON.parse(header) as Record<string, unknown>,
    events,
    output: events.flatMap(([, code, data]) => (code === 'o' ? [data] : [])).join(''),
  }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
