/** A watched folder, a flightrec home and an open recorder, all in a folder of their own. */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { compileFilter, type FilterGlobs } from '../../src/model/filter.ts'
import {
  openRecorder,
  type Recorder,
  type RecorderOptions,
} from '../../src/record/snapshot/recorder.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { ensureShadowRepo, type ShadowRepo } from '../../src/store/home/shadow-repos.ts'
import { runPlainGit } from './plain-git.ts'

export interface Recording {
  root: string
  repo: ShadowRepo
  recorder: Recorder
  /** Closes the recorder and opens it anew, as the next process would. */
  reopen(): Promise<Recorder>
  /** Plain git on the shadow repo, with an environment of its own. */
  git(...args: string[]): string
}

export async function startRecording(
  options: Partial<FilterGlobs> & Partial<Omit<RecorderOptions, 'repo' | 'filter'>> = {},
): Promise<Recording> {
  const base = mkdtempSync(join(process.env.TMPDIR!, 'recording-'))
  const root = join(base, 'project')
  const home = homeAt(join(base, 'home'))
  mkdirSync(root)
  mkdirSync(home.reposPath, { recursive: true })
  const repo = ensureShadowRepo(home, root)
  const filter = compileFilter({
    include: options.include ?? [],
    exclude: options.exclude ?? ['**/.git/**', '**/node_modules/**'],
    own: options.own ?? [],
  })
  const open = () => openRecorder({ maxFileSizeBytes: 100 << 20, ...options, repo, filter })
  const recording: Recording = {
    root,
    repo,
    recorder: await open(),
    async reopen() {
      await recording.recorder.refreshIndex()
      await recording.recorder.close()
      recording.recorder = await open()
      return recording.recorder
    },
    git: (...args) => runPlainGit(['--git-dir', repo.gitDir, ...args]),
  }
  return recording
}
