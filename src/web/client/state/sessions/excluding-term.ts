import type { QueryTerm } from '../../../../model/query.ts'

/** Of terms that together leave nothing, returns the one without which most is left; undefined where none helps. */
export function excludingTerm(
  terms: readonly QueryTerm[],
  countWith: (terms: readonly QueryTerm[]) => number,
): { term: QueryTerm; count: number } | undefined {
  let best: { term: QueryTerm; count: number } | undefined
  for (const term of terms) {
    const count = countWith(terms.filter((other) => other !== term))
    if (count > (best?.count ?? 0)) best = { term, count }
  }
  return best
}
