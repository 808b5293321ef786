/** Where agents keep the transcript of a session, for those that do not always say it. */
import { join } from 'node:path'
import type { EventDraft } from '../../agents/agent.ts'
import { environment, userHome } from '../../system/environment.ts'
import { namesIn } from '../../system/files.ts'

const DAY_MS = 24 * 60 * 60_000
/** Names of sessions become parts of paths. */
const PLAIN = /^[\w-]{1,100}$/

/** Returns the absolute path that the payload names, or where the transcript must lie; undefined when nothing says. */
export function transcriptPlace(
  { agent, agent_session: session, transcript }: EventDraft,
  timeMs: number,
): string | undefined {
  const path = transcript?.path
  if (path?.startsWith('/') && !path.includes('\0')) return path
  if (session === undefined || !PLAIN.test(session)) return undefined
  if (agent === 'copilot') {
    const home = environment('COPILOT_HOME') || join(userHome(), '.copilot')
    return join(home, 'session-state', session, 'events.jsonl')
  }
  return agent === 'codex' ? findRollout(session, timeMs) : undefined
}

/** A rollout lies in the folder of the day on which its session began. */
function findRollout(session: string, timeMs: number): string | undefined {
  const home = environment('CODEX_HOME') || join(userHome(), '.codex')
  for (const time of [timeMs, timeMs - DAY_MS]) {
    const day = new Date(time)
    const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    const folder = join(home, 'sessions', ...parts.map((part) => String(part).padStart(2, '0')))
    const name = namesIn(folder).find((one) => one.endsWith(`-${session}.jsonl`))
    if (name !== undefined) return join(folder, name)
  }
  return undefined
}
