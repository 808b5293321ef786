/** What the configuration says about recording a root. */
import type { Config } from '../../model/config.ts'
import {
  openRecorder,
  type Recorder,
  type RecorderOptions,
} from '../../record/snapshot/recorder.ts'
import type { RecorderObserver } from '../../record/watch/watch-contract.ts'
import type { Home } from '../../store/home/home.ts'
import { recordingScope } from '../../store/home/recording-scope.ts'
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
    ...recordingScope(home, config, repo.root),
    // Who watches a root stays, and has time.
    looksAhead: observer === undefined,
    ...(observer && {
      onFolder: (folder) => observer.watchFolder(folder),
      onFolderGone: (folder) => observer.forgetFolder(folder),
      onHashed: (path) => observer.onHashed(path),
    }),
    attribute: whose.attribute,
    passing: whose.passing,
  })
}
