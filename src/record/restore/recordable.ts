import type { RecordingScope } from '../../store/home/recording-scope.ts'
import type { WillRecord } from './safeguard.ts'

/** Returns what the next snapshot will hold, by the filter and the size cap; .gitignore files are not asked. */
export function recordable({ filter, maxFileSizeBytes }: RecordingScope): WillRecord {
  return (path, seen) =>
    seen.kind === 'folder'
      ? !filter.isPruned(path)
      : filter.isRecorded(path) && seen.sizeBytes <= maxFileSizeBytes
}
