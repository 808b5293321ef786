/** Which paths of a root something is about. */
import { parentRaw, type RawPath } from './raw-path.ts'

export interface PathScope {
  covers(path: RawPath): boolean
  /** Whether it covers `path`, or something that lies below it. */
  leadsTo(path: RawPath): boolean
}

/** Covers these files, and these folders with all that is in them; '' is everything. */
export function treesAt(paths: readonly RawPath[]): PathScope {
  const asked = new Set(paths)
  const leading = new Set(paths.flatMap(pathsAbove))
  const covers = (path: RawPath) =>
    asked.has(path) || pathsAbove(path).some((above) => asked.has(above))
  return { covers, leadsTo: (path) => leading.has(path) || covers(path) }
}

/** Covers these paths and nothing below them. */
export function exactly(paths: Iterable<RawPath>): PathScope {
  const covered = new Set(paths)
  const leading = new Set<RawPath>()
  for (const path of covered) for (const above of pathsAbove(path)) leading.add(above)
  return {
    covers: (path) => covered.has(path),
    leadsTo: (path) => covered.has(path) || leading.has(path),
  }
}

/** Returns the folders that lead to `path`, deepest first; the root is the last, and has none itself. */
export function pathsAbove(path: RawPath): RawPath[] {
  const above: RawPath[] = []
  for (let at = path; at !== ''; ) {
    at = parentRaw(at)
    above.push(at)
  }
  return above
}
