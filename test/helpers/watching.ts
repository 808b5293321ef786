/** The watch of one root, over a real recorder, a real watcher and a real shadow repo. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { compileFilter } from '../../src/model/filter.ts'
import type { Gap } from '../../src/model/gap.ts'
import { openRecorder, type Recorder } from '../../src/record/snapshot/recorder.ts'
import type { WatchEvent, WatchRootOptions } from '../../src/record/watch/watch-contract.ts'
import { WatchRoot } from '../../src/record/watch/watch-root.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { ensureShadowRepo } from '../../src/store/home/shadow-repos.ts'
import { runPlainGit } from './plain-git.ts'
import { until } from './until.ts'

export class Watching {
  readonly base = mkdtempSync(join(process.env.TMPDIR!, 'watching-'))
  readonly root = join(this.base, 'project')
  readonly gitDir: string
  readonly events: WatchEvent[] = []
  watch: WatchRoot
  readonly #settings: Partial<WatchRootOptions>

  constructor(settings: Partial<WatchRootOptions> = {}) {
    mkdirSync(this.root)
    mkdirSync(join(this.base, 'repos'))
    this.#settings = settings
    this.watch = this.again()
    this.gitDir = this.watch.repo.gitDir
  }

  /** A new watch of the same root, as the next process would start it. */
  again(): WatchRoot {
    const repo = ensureShadowRepo(homeAt(this.base), this.root)
    const filter = compileFilter({ include: [], exclude: ['**/.git/**', '**/node_modules/**'] })
    this.watch = new WatchRoot({
      repo,
      filter,
      backend: 'auto',
      isHomeHeld: () => true,
      debounceMs: 30,
      intervalMs: 60_000,
      openRecorder: (observer) =>
        openRecorder({
          repo,
          filter,
          maxFileSizeBytes: 1 << 20,
          onFolder: (folder) => observer.watchFolder(folder),
          onFolderGone: (folder) => observer.forgetFolder(folder),
        }),
      onEvent: (event) => this.events.push(event),
      ...this.#settings,
    })
    return this.watch
  }

  /** A recorder that nothing watches with, as of a snapshot by hand. */
  openRecorder(): Promise<Recorder> {
    const filter = compileFilter({ include: [], exclude: [] })
    return openRecorder({ repo: this.watch.repo, filter, maxFileSizeBytes: 1 << 20 })
  }

  path(name: string): string {
    return join(this.root, name)
  }

  write(name: string, content = name): void {
    writeFileSync(this.path(name), content)
  }

  git(...args: string[]): string {
    return runPlainGit(['--git-dir', this.gitDir, ...args])
  }

  recorded(): string[] {
    return this.git('ls-tree', '-r', '--name-only', 'main').split('\n').slice(0, -1)
  }

  async hasRecorded(...names: string[]): Promise<void> {
    const has = () => names.every((name) => this.recorded().includes(name))
    await until(`${names.join()} recorded`, has, () => this.recorded())
  }

  gaps(): Gap[] {
    return this.events.flatMap((event) => (event.type === 'gap' ? [event.gap] : []))
  }

  warnings(): string[] {
    return this.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))
  }

  async until(isSo: () => boolean, what: string): Promise<void> {
    await until(what, isSo, () => JSON.stringify(this.events))
  }
}

let open: Watching[] = []
afterEach(async () => {
  for (const { watch } of open) await watch.stop()
  open = []
})

/** Ended after the test. */
export function watching(settings: Partial<WatchRootOptions> = {}): Watching {
  const one = new Watching(settings)
  open.push(one)
  return one
}
