/** What agents are called: here, and by those who type their names. */
import { nearest } from './nearest.ts'

/** Every agent that a payload or a transcript can be known to be of. */
export const AGENT_NAMES = [
  ...['claude-code', 'codex', 'gemini-cli', 'qwen-code', 'copilot', 'cursor', 'opencode'],
  ...['windsurf', 'cline', 'goose', 'crush', 'zed', 'droid', 'devin', 'kimi', 'grok'],
  'antigravity',
] as const

/** Those whose hooks `flightrec hooks install` can set up, as `record/hooks/targets.ts` says. */
export const HOOKED_AGENTS: readonly string[] = [
  ...['claude-code', 'codex', 'gemini-cli', 'cursor', 'copilot', 'opencode', 'qwen-code'],
]

/** By other names of the product, of its package and of its program. */
const ALIASES: Readonly<Record<string, string>> = {
  agy: 'antigravity',
  'antigravity-cli': 'antigravity',
  claude: 'claude-code',
  claudecode: 'claude-code',
  'charm-crush': 'crush',
  'cline-cli': 'cline',
  'codex-cli': 'codex',
  'openai-codex': 'codex',
  'copilot-cli': 'copilot',
  'github-copilot': 'copilot',
  'github-copilot-cli': 'copilot',
  'cursor-agent': 'cursor',
  'cursor-cli': 'cursor',
  'devin-cli': 'devin',
  factory: 'droid',
  'factory-droid': 'droid',
  gemini: 'gemini-cli',
  'google-gemini-cli': 'gemini-cli',
  'grok-build': 'grok',
  'grok-cli': 'grok',
  'kimi-cli': 'kimi',
  'kimi-code': 'kimi',
  'open-code': 'opencode',
  'opencode-ai': 'opencode',
  qwen: 'qwen-code',
  qwencode: 'qwen-code',
  'zed-agent': 'zed',
}

/** Returns the name that is recorded for an agent that somebody names; what is not known stays as it was typed. */
export function agentNamed(text: string): string {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
  if (AGENT_NAMES.some((name) => name === plain)) return plain
  return Object.hasOwn(ALIASES, plain) ? ALIASES[plain]! : text
}

/** Returns the one of `names` that was probably meant. */
export function nearestAgent(text: string, names: readonly string[]): string | undefined {
  const aliases = Object.keys(ALIASES).filter((alias) => names.includes(ALIASES[alias]!))
  const found = nearest(text, [...names, ...aliases])
  return found === undefined ? undefined : agentNamed(found)
}
