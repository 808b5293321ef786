/**
 * The portable watcher. It walks and watches every file itself, so it is for small roots and for systems
 * where the native one does not work; it promises nothing.
 */
import { lstatSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { errnoOf } from '../../../model/errors.ts'
import {
  fsPath,
  isUtf8,
  isWithin,
  parentRaw,
  type RawPath,
  rawFromText,
  rawToText,
} from '../../../model/raw-path.ts'
import type { Watcher, WatchRequest } from './watcher.ts'

export class ChokidarWatcher implements Watcher {
  readonly backend = 'chokidar'
  readonly isExact = false
  readonly #request: WatchRequest
  readonly #watch: FSWatcher
  readonly #identities = new Map<RawPath, string>()
  #changed = new Set<RawPath>()

  private constructor(request: WatchRequest) {
    this.#request = request
    this.#watch = watch(request.root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      atomic: false,
      ignored: (path, stats) =>
        stats?.isDirectory() === true && request.filter.isPruned(this.#rawPath(path)),
    })
    this.#watch.on('all', (_event, path) => this.#onPath(path))
    // `all` leaves out changes of mode alone.
    this.#watch.on('raw', (_event, name, details) => {
      const { watchedPath } = details as { watchedPath?: string }
      if (watchedPath) this.#onPath(resolve(watchedPath, name ?? ''))
    })
    this.#watch.on('error', (error) => {
      const errno = errnoOf(error)
      const isLimit = errno === 'ENOSPC' || errno === 'EMFILE'
      request.onRescan(isLimit ? 'watch-limit' : 'error', errno ?? String(error))
    })
  }

  /** Returns the watcher once it watches everything that is there. */
  static async open(request: WatchRequest): Promise<ChokidarWatcher> {
    const watcher = new ChokidarWatcher(request)
    await new Promise<void>((ready) => watcher.#watch.once('ready', ready))
    return watcher
  }

  /** chokidar finds folders itself, but not that another took the place of one it watches. */
  watchFolder(path: RawPath): void {
    const stat = lstatSync(fsPath(this.#request.root, path), { throwIfNoEntry: false })
    if (!stat) return
    // File systems give the inode number of a removed folder to the next one.
    const identity = `${stat.ino}:${stat.birthtimeMs}`
    const before = this.#identities.get(path)
    if (before === identity) return
    this.#identities.set(path, identity)
    if (before === undefined || !isUtf8(path)) return
    this.#watch.unwatch(join(this.#request.root, rawToText(path)))
    this.#watch.add(join(this.#request.root, rawToText(path)))
  }

  forgetFolder(path: RawPath): void {
    for (const folder of this.#identities.keys()) {
      if (isWithin(path, folder)) this.#identities.delete(folder)
    }
  }

  async catchUp(): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate)
  }

  async close(): Promise<void> {
    await this.#watch.close()
  }

  #onPath(path: string): void {
    const raw = this.#rawPath(path)
    if (raw.startsWith('../')) return
    if (this.#changed.size === 0) setImmediate(() => this.#tell())
    this.#changed.add(raw)
  }

  /** chokidar decodes names; where that lost bytes, the folder above stands for the name. */
  #rawPath(path: string): RawPath {
    const text = relative(this.#request.root, path)
    const lost = text.indexOf('\ufffd')
    return lost < 0 ? rawFromText(text) : parentRaw(rawFromText(text.slice(0, lost)))
  }

  #tell(): void {
    const changed = [...this.#changed]
    this.#changed = new Set()
    this.#request.onPaths(changed)
  }
}
