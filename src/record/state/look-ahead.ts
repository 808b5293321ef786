/**
 * Has git compare the files with its index, in C and on all cores, while the state is loaded. The scan lists each
 * folder itself; what is found here only saves it the `lstat` of files that are as recorded.
 */
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { IndexPage } from '../../git/index-file/index-page.ts'
import type { Index } from '../../git/index-file/index-reader.ts'
import { git } from '../../git/process/run.ts'
import { parentRaw, type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import { readSeenWhole, writeSeenWhole } from './seen-whole.ts'

/** An index of about ten thousand files: with fewer, starting git costs more than it saves. */
const INDEX_BYTES_MIN = 800_000

/**
 * git, as it is usually built, compares whole seconds. A file that was last changed so long before all was looked at
 * cannot change again within the same second, nor the same two where the file system keeps no finer times.
 */
const SETTLED_AFTER_MS = 2100

/** So many folders that the scan had to look into are worth a note. */
const UNSETTLED_MIN = 100

/** What the answer rests upon, whatever stands in the config. */
const COMPARE_ALL = ['core.trustCtime=true', 'core.checkStat=default', 'core.ignoreStat=false']

/** Answers, once for each folder, whether all its files were found as recorded. */
export type IsFolderSame = (gitPath: RawPath, page: IndexPage) => boolean

export class LookAhead {
  readonly #gitDir: string
  readonly #stop = new AbortController()
  readonly #indexStamp: string
  /** Folders with a file that differs, as git holds their paths; undefined while git is at it, or when it failed. */
  #differing: ReadonlySet<RawPath> | undefined
  #index: Buffer | undefined
  #unsettledCount = 0

  /** Fulfilled when git is done, or failed. */
  readonly ended: Promise<void>

  /** Starts git when the root is large; the rest goes on meanwhile. */
  static startFor(
    repo: { gitDir: string; root: string },
    indexBytesMin = INDEX_BYTES_MIN,
  ): LookAhead | undefined {
    const size = lstatSync(join(repo.gitDir, 'index'), { throwIfNoEntry: false })?.size ?? 0
    return size >= indexBytesMin ? new LookAhead(repo) : undefined
  }

  private constructor({ gitDir, root }: { gitDir: string; root: string }) {
    this.#gitDir = gitDir
    this.#indexStamp = indexStamp(gitDir)
    const compare = ['diff-files', '--name-only', '-z', '--no-renames', '--no-ext-diff']
    const args = [...COMPARE_ALL.flatMap((setting) => ['-c', setting]), ...compare]
    const looking = git(gitDir, args, { workTree: root, signal: this.#stop.signal })
    this.ended = looking.then(
      (names) => this.#take(names),
      () => {
        // What is not found here, the scan looks at.
      },
    )
  }

  #take(names: Buffer): void {
    if (this.#stop.signal.aborted || !this.#isSameIndex()) return
    const paths = names.toString('latin1').split('\0').slice(0, -1)
    this.#differing = new Set(paths.map((path) => parentRaw(rawFromLatin1(path))))
  }

  /** @param index as it was just read: git must have looked at the same. */
  findings(index: Index): IsFolderSame | undefined {
    if (!this.#isSameIndex()) return undefined
    this.#index = index.bytes
    const seenMs = readSeenWhole(this.#gitDir, index.bytes) ?? 0
    const settledBefore = Math.floor((seenMs - SETTLED_AFTER_MS) / 1000)
    return (gitPath, page) => {
      if (this.#differing?.has(gitPath) !== false) return false
      const isSettled = page.isSettled(settledBefore)
      if (!isSettled) this.#unsettledCount += 1
      return isSettled
    }
  }

  /** Notes for the next time that all was seen, where many files were too young to be believed this time. */
  noteSeenWhole(seenMs: number | undefined): void {
    if (!this.#index || this.#unsettledCount < UNSETTLED_MIN) return
    if (seenMs !== undefined && this.#isSameIndex())
      writeSeenWhole(this.#gitDir, this.#index, seenMs)
  }

  /** What was found is void from now on. */
  stop(): void {
    this.#stop.abort()
    this.#differing = undefined
  }

  #isSameIndex(): boolean {
    return indexStamp(this.#gitDir) === this.#indexStamp
  }
}

function indexStamp(gitDir: string): string {
  const stats = lstatSync(join(gitDir, 'index'), { bigint: true, throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}` : ''
}
