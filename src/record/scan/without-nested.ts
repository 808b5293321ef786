import type { RawPath } from '../../model/raw-path.ts'

/** Drops every path that lies below another of the list; sorted. */
export function withoutNested(paths: readonly RawPath[]): RawPath[] {
  const kept: RawPath[] = []
  const wanted = new Set(paths)
  for (const path of wanted) {
    let above = path.lastIndexOf('/')
    let isNested = wanted.has('' as RawPath) && path !== ''
    while (!isNested && above > 0) {
      isNested = wanted.has(path.slice(0, above) as RawPath)
      above = path.lastIndexOf('/', above - 1)
    }
    if (!isNested) kept.push(path)
  }
  return kept.sort()
}
