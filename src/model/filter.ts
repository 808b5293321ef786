/** Which paths of a root are recorded: what the globs of `[filter]` in config.toml say. */
import type { Config } from './config.ts'
import { compileFolderGlobs, compileGlobs } from './glob-matcher.ts'
import { isWithin, type RawPath } from './raw-path.ts'
import { isStaged } from './staged-name.ts'

export interface FilterGlobs {
  include: readonly string[]
  exclude: readonly string[]
  /** Folders below the root that flightrec itself writes to: no part of them is recorded. */
  own?: readonly RawPath[]
}

export interface Filter {
  /** Whether a file or link at `path` is recorded. */
  isRecorded(path: RawPath): boolean
  /** Whether an exclude such as `X/**` covers everything below `folder`, so it need not be walked. */
  isPruned(folder: RawPath): boolean
  /** Whether the folder itself is recorded when it is empty; with an include list none is. */
  isFolderRecorded(folder: RawPath): boolean
}

/** Returns what config.toml says is recorded, without what flightrec itself writes. */
export function filterOf(config: Config, own: readonly RawPath[] = []): Filter {
  const exclude = [...config['filter.exclude'], ...config['filter.extra_exclude']]
  return compileFilter({ include: config['filter.include'], exclude, own })
}

/**
 * Compiles the globs; exclude wins over include, and an empty include list means everything.
 * @throws {FlightrecError} usage, for a glob that is wrong.
 */
export function compileFilter({ include, exclude, own = [] }: FilterGlobs): Filter {
  const isExcluded = compileGlobs(exclude)
  const isAllExcluded = compileFolderGlobs(exclude)
  const isIncluded = compileGlobs(include)
  const isOwn = (path: RawPath) => own.some((folder) => isWithin(folder, path))
  const isPruned = (folder: RawPath) => isAllExcluded(folder) || isOwn(folder)
  return {
    isRecorded: (path) =>
      (include.length === 0 || isIncluded(path)) &&
      !isExcluded(path) &&
      !isStaged(path) &&
      !isOwn(path),
    isPruned,
    isFolderRecorded: (folder) => include.length === 0 && !isPruned(folder) && !isExcluded(folder),
  }
}
