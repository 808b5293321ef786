import type { Config } from '../../model/config.ts'
import { filterOf } from '../../model/filter.ts'
import type { WillRecord } from './safeguard.ts'

/** Returns what the next snapshot will hold, by the filter and the size cap; .gitignore files are not asked. */
export function recordable(config: Config): WillRecord {
  const filter = filterOf(config)
  const sizeMax = config['snapshot.max_file_size'] || Number.POSITIVE_INFINITY
  return (path, seen) =>
    seen.kind === 'folder'
      ? !filter.isPruned(path)
      : filter.isRecorded(path) && seen.sizeBytes <= sizeMax
}
