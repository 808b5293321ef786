/** What was compared a moment ago, kept for the next part of it: few, and of bounded size. */
import type { ComparisonKeeper, KeptComparison } from '../../review/answers/patch.ts'

const KEPT_MAX = 32
const KEPT_BYTES_MAX = 128 * 1024 * 1024

class KeptComparisons implements ComparisonKeeper {
  /** The one that was used last stands last. */
  readonly #kept = new Map<string, Promise<KeptComparison>>()
  readonly #sizes = new Map<string, number>()

  async keep(key: string, compare: () => Promise<KeptComparison>): Promise<KeptComparison> {
    const comparison = this.#kept.get(key) ?? compare()
    this.#kept.delete(key)
    this.#kept.set(key, comparison)
    try {
      const kept = await comparison
      this.#sizes.set(key, kept.sizeBytes)
      this.#drop()
      return kept
    } catch (error) {
      this.#forget(key)
      throw error
    }
  }

  #drop(): void {
    let bytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0)
    for (const key of this.#kept.keys()) {
      if (this.#kept.size <= 1 || (this.#kept.size <= KEPT_MAX && bytes <= KEPT_BYTES_MAX)) return
      bytes -= this.#sizes.get(key) ?? 0
      this.#forget(key)
    }
  }

  #forget(key: string): void {
    this.#kept.delete(key)
    this.#sizes.delete(key)
  }
}

export const keptComparisons = new KeptComparisons()
