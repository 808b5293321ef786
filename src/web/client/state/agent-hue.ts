/** Which of the four colours an agent has: the same everywhere. */

const HUES: Readonly<Record<string, number>> = {
  'claude-code': 1,
  codex: 2,
  'gemini-cli': 3,
  antigravity: 3,
  opencode: 4,
}

/** Returns the class that gives it; nobody has none. */
export function hueOf(agent: string | undefined): string {
  if (agent === undefined || agent === 'unattributed') return 'hue-none'
  const hash = [...agent].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)
  return `hue-${HUES[agent] ?? (hash % 4) + 1}`
}
