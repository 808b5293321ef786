/** Whose a transcript is, by where it lies: each agent keeps its own in a folder of its own. */
import type { Fields } from './fields.ts'

const FOLDERS: Readonly<Record<string, string>> = {
  '.claude': 'claude-code',
  '.codex': 'codex',
  '.copilot': 'copilot',
  '.cursor': 'cursor',
  '.devin': 'devin',
  '.factory': 'droid',
  '.gemini': 'gemini-cli',
  '.grok': 'grok',
  '.kimi-code': 'kimi',
  '.qwen': 'qwen-code',
}
/** Codex names its files so, wherever CODEX_HOME is. */
const ROLLOUT = /^rollout-.+\.jsonl(?:\.zst)?$/

/** Returns the agent that keeps its transcripts where the payload says this one is; undefined when nothing shows it. */
export function ownerOfTranscript(payload: Fields): string | undefined {
  const names = payload.text('transcript_path')?.split(/[/\\]/) ?? []
  // The project may lie in the folder of another agent, whose name then stands further left.
  const folder = names.slice(0, -1).findLast((name) => Object.hasOwn(FOLDERS, name))
  if (folder !== undefined) return FOLDERS[folder]
  return ROLLOUT.test(names.at(-1) ?? '') ? 'codex' : undefined
}
