/**
 * Indexes of recordings at rest: cache/recordings/<recording>-<tree>.index. Any may be removed at any time, and is made
 * anew when it is needed.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { errnoOf } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import type { Recording } from '../../model/recording.ts'
import { now } from '../../system/clock.ts'
import { diskUsage } from '../../system/disk-usage.ts'
import {
  makePrivateFolderIn,
  namesIn,
  removeIfThere,
  writeFileDurably,
} from '../../system/files.ts'
import type { Home } from '../home/home.ts'
import { sessionRef, sessionsGitDir } from '../sessions/sessions-repo.ts'
import { formatIndexFile, IndexFile } from './index-file.ts'
import { RecordingsReader } from './recordings-reader.ts'

const UNUSED_MS_MAX = 7 * 86_400_000

/** Where the index of one recording is kept, as it is at rest now: what is written anew is another one. */
export class IndexPlace {
  readonly #home: Home
  readonly #recording: Recording
  readonly #tree: Oid

  constructor(home: Home, recording: Recording, tree: Oid) {
    this.#home = home
    this.#recording = recording
    this.#tree = tree
  }

  open(): IndexFile | undefined {
    return IndexFile.open(this.#path)
  }

  /** Keeps an index, where that is possible. */
  async save(about: unknown, blocks: readonly Buffer[]): Promise<void> {
    try {
      makePrivateFolderIn(this.#home.path, cacheFolder(this.#home))
      writeFileDurably(this.#path, formatIndexFile(about, blocks))
    } catch (error) {
      // It goes without: a full disk, a home that cannot be written to.
      if (errnoOf(error) === undefined) throw error
      return
    }
    // What was taken out of the recording meanwhile stands in it: who did that looked before it was there.
    if (!(await this.#isCurrent())) removeIfThere(this.#path)
  }

  get #path(): string {
    return join(cacheFolder(this.#home), `${this.#recording.id}-${this.#tree}.index`)
  }

  async #isCurrent(): Promise<boolean> {
    const { id, session } = this.#recording
    const reader = new ObjectReader(sessionsGitDir(this.#home))
    const found = await reader
      .find(`${sessionRef(session)}:recordings/${id}`)
      .finally(() => reader.close())
    return found?.oid === this.#tree
  }
}

/** What they take on disk. */
export function indexBytes(home: Home): number {
  return diskUsage(cacheFolder(home))
}

/** Removes those of recordings that are gone, or are written anew, or that nobody has looked at for a week. */
export async function sweepIndexes(home: Home): Promise<void> {
  const folder = cacheFolder(home)
  const names = namesIn(folder)
  if (names.length === 0) return
  const reader = new RecordingsReader(home)
  const trees = await reader.trees(() => undefined).finally(() => reader.close())
  const current = new Set(trees.map(({ id, tree }) => `${id}-${tree}.index`))
  for (const name of names) {
    const path = join(folder, name)
    const isUsed = now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < UNUSED_MS_MAX
    if (!isUsed || !current.has(name)) removeIfThere(path)
  }
}

/** Removes all of them. */
export function dropIndexes(home: Home): void {
  const folder = cacheFolder(home)
  for (const name of namesIn(folder)) removeIfThere(join(folder, name))
}

function cacheFolder({ path }: Home): string {
  return join(path, 'cache', 'recordings')
}
