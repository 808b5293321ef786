/** Where agents keep the transcript of a session, for those that do not always say it. */
import { join } from 'node:path'
import type { EventDraft } from '../../agents/agent.ts'
import { environment, userHome } from '../../system/environment.ts'
import { namesIn } from '../../system/files.ts'

const DAY_MS = 24 * 60 * 60_000
/** Names of sessions become parts of paths. */
const PLAIN = /^[\w-]{1,100}$/

const FOLDERS: Readonly<Record<string, () => string>> = {
  'claude-code': () => join(home('CLAUDE_CONFIG_DIR', '.claude'), 'projects'),
  codex: () => join(home('CODEX_HOME', '.codex'), 'sessions'),
  copilot: () => join(home('COPILOT_HOME', '.copilot'), 'session-state'),
  'gemini-cli': () => join(userHome(), '.gemini/tmp'),
  'qwen-code': () => join(userHome(), '.qwen/projects'),
}

function home(variable: string, name: string): string {
  return environment(variable) || join(userHome(), name)
}

/** Returns the folder in which an agent keeps its transcripts; undefined for one whose cannot be read. */
export function transcriptFolder(agent: string): string | undefined {
  return Object.hasOwn(FOLDERS, agent) ? FOLDERS[agent]!() : undefined
}

/** Returns the absolute path that the payload names, or where the transcript must lie; undefined when nothing says. */
export function transcriptPlace(
  { agent, agent_session: session, transcript }: EventDraft,
  timeMs: number,
): string | undefined {
  const path = transcript?.path
  if (path?.startsWith('/') && !path.includes('\0')) return path
  if (session === undefined || !PLAIN.test(session)) return undefined
  if (agent === 'copilot') {
    return join(transcriptFolder(agent)!, session, 'events.jsonl')
  }
  return agent === 'codex' ? findRollout(session, timeMs) : undefined
}

/** A rollout lies in the folder of the day on which its session began. */
function findRollout(session: string, timeMs: number): string | undefined {
  for (const time of [timeMs, timeMs - DAY_MS]) {
    const day = new Date(time)
    const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    const folder = join(
      transcriptFolder('codex')!,
      ...parts.map((part) => String(part).padStart(2, '0')),
    )
    const name = namesIn(folder).find((one) => one.endsWith(`-${session}.jsonl`))
    if (name !== undefined) return join(folder, name)
  }
  return undefined
}
