import type { TomlKey } from './toml-lines.ts'

/**
 * Returns where the parts of `[[rules]]` tables stand: `rules[1]` and `rules[1].risk`, which the names of keys
 * alone do not tell apart.
 */
export function ruleLines(keys: readonly TomlKey[]): Map<string, number> {
  const lines = new Map<string, number>()
  let index = -1
  for (const { segments, line } of keys) {
    if (segments[0] !== 'rules') continue
    if (segments.length === 1) {
      index += 1
      lines.set(`rules[${index}]`, line)
    } else lines.set(`rules[${index}].${segments[1]}`, line)
  }
  return lines
}
