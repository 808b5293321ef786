/** What the configuration says about recording a root. */
import { relative } from 'node:path'
import type { Config } from '../../model/config.ts'
import { filterOf } from '../../model/filter.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import {
  openRecorder,
  type Recorder,
  type RecorderOptions,
} from '../../record/snapshot/recorder.ts'
import type { RecorderObserver } from '../../record/watch/watch-contract.ts'
import type { Home } from '../../store/home/home.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'

type Attributing = { [Name in 'attribute' | 'passing']?: RecorderOptions[Name] | undefined }

/** Opens the recorder of a root as the configuration has it. The caller holds the lock of the home. */
export function openConfiguredRecorder(
  home: Home,
  config: Config,
  repo: ShadowRepo,
  { observer, ...whose }: { observer?: RecorderObserver } & Attributing,
): Promise<Recorder> {
  return openRecorder({
    repo,
    filter: filterOf(config),
    maxFileSizeBytes: config['snapshot.max_file_size'] || Number.POSITIVE_INFINITY,
    respectGitignore: config['filter.respect_gitignore'],
    excluded: ownFolders(home, config, repo.root),
    // Who watches a root stays, and has time.
    looksAhead: observer === undefined,
    ...(observer && {
      onFolder: (folder) => observer.watchFolder(folder),
      onFolderGone: (folder) => observer.forgetFolder(folder),
      onHashed: (path) => observer.onHashed(path),
    }),
    ...(whose.attribute && { attribute: whose.attribute }),
    ...(whose.passing && { passing: whose.passing }),
  })
}

/** What flightrec itself writes below the root: recording it would never come to an end. */
function ownFolders(home: Home, config: Config, root: string): RawPath[] {
  const own = [home.path, config['output.json_log_dir']]
  return own.flatMap((folder) => {
    const path = folder === undefined ? '..' : relative(root, folder)
    return path === '' || path === '..' || path.startsWith('../') ? [] : [rawFromText(path)]
  })
}
