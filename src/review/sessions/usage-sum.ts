import type { TokenUsage } from '../../model/event.ts'

/** Adds up what calls of models have used. */
export class UsageSum {
  readonly total: TokenUsage = {}

  add(usage: TokenUsage): void {
    for (const [name, count] of Object.entries(usage) as [keyof TokenUsage, number][]) {
      this.total[name] = (this.total[name] ?? 0) + count
    }
  }
}

/** Returns all that a model was given, what came from a cache too; undefined when that is not known. */
export function promptTokens(usage: TokenUsage): number | undefined {
  const { input_tokens: input, cache_read_tokens: read, cache_write_tokens: write } = usage
  const known = [input, read, write].filter((count) => count !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0)
}
