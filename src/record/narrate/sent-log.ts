import { join } from 'node:path'
import type { Home } from '../../store/home/home.ts'
import { now } from '../../system/clock.ts'
import { appendPrivately, makePrivateFolderIn } from '../../system/files.ts'

/** One line of what was sent, or of what became of it. It holds hash and size of the text, never the text. */
export interface SentLine {
  event: 'sent' | 'answered' | 'failed'
  /** What the question was about: the id of a snapshot, of a session, or of a diff. */
  subject: string
  root: string | null
  provider: string
  model: string
  prompt_sha256: string
  prompt_bytes: number
  input_tokens?: number | undefined
  output_tokens?: number | undefined
  cost_usd?: number | undefined
  message?: string
}

/** Adds to `logs/narratives-YYYY-MM.jsonl` of the home. */
export function logSent(home: Home, line: SentLine): void {
  const time = new Date(now()).toISOString()
  makePrivateFolderIn(home.path, home.logsPath)
  const path = join(home.logsPath, `narratives-${time.slice(0, 7)}.jsonl`)
  appendPrivately(path, `${JSON.stringify({ time, ...line })}\n`)
}
