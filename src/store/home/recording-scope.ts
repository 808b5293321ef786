/** What of a root is recorded: one answer for who records, compares, restores and audits. */
import type { Config } from '../../model/config.ts'
import { type Filter, filterOf } from '../../model/filter.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import { realPath } from '../../system/real-path.ts'
import type { Home } from './home.ts'

export interface RecordingScope {
  filter: Filter
  /** Whether what `.gitignore` files leave out is left out here too. */
  respectGitignore: boolean
  /** Files above it are recorded by size and hash only. */
  maxFileSizeBytes: number
}

export function recordingScope(home: Home, config: Config, root: string): RecordingScope {
  return {
    filter: filterOf(config, ownFolders(home, config, root)),
    respectGitignore: config['filter.respect_gitignore'],
    maxFileSizeBytes: config['snapshot.max_file_size'] || Number.POSITIVE_INFINITY,
  }
}

/** What flightrec itself writes below the root: recording it would never come to an end. */
function ownFolders(home: Home, config: Config, root: string): RawPath[] {
  const logs = config['output.json_log_dir']
  const above = root.endsWith('/') ? root : `${root}/`
  return [home.path, ...(logs === undefined ? [] : [realPath(logs)])]
    .filter((folder) => folder.startsWith(above))
    .map((folder) => rawFromText(folder.slice(above.length)))
}
