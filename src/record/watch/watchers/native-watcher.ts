/**
 * Linux: one inotify watch for each folder, added when the scan is about to list it. Reports every change
 * or says that some were lost. See docs/decisions/0002-native-watcher.md.
 */
import { type FSWatcher, lstatSync, statSync, watch } from 'node:fs'
import { errnoOf } from '../../../model/errors.ts'
import {
  baseRaw,
  isWithin,
  joinRaw,
  parentRaw,
  type RawPath,
  rawFromLatin1,
  rawFromText,
} from '../../../model/raw-path.ts'
import { nextNotice } from '../../../system/notice-order.ts'
import { openPlace, type Place } from '../../../system/place.ts'
import type { NoticeOrder } from '../../attribution/noticed.ts'
import { type EventTurn, inotifyTurn } from './event-turn.ts'
import type { Watcher, WatchRequest } from './watcher.ts'

/** A folder that is watched, or leads to one that is. */
interface Folder {
  readonly path: RawPath
  watch?: FSWatcher
  /** Which folder is watched, whatever its path leads to by now. */
  identity?: string
  below: Map<RawPath, Folder>
}

const TOP = rawFromText('')
const LIMIT_REACHED = new Set(['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'])
/** The listing that follows finds these out, and so does the folder above when it changes. */
const GONE_OR_UNREADABLE = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'])

export class NativeWatcher implements Watcher {
  readonly backend = 'native'
  readonly #request: WatchRequest
  readonly #turn: EventTurn
  readonly #stopListening: () => void
  readonly #top: Folder = { path: TOP, below: new Map() }
  readonly #rootName: RawPath
  #rootStat: string
  #changed = new Map<RawPath, NoticeOrder>()
  #isRootInDoubt = false
  /** Folders whose watch may be that of another folder by now. */
  #replaced = new Set<Folder>()
  /** Folders that have no watch since the system allows no more. */
  readonly #unwatched = new Set<RawPath>()

  constructor(request: WatchRequest, turn: EventTurn = inotifyTurn()) {
    this.#request = request
    this.#turn = turn
    this.#rootName = baseRaw(rawFromText(request.root))
    this.#stopListening = turn.onEnd((isOverflow) => this.#endTurn(isOverflow))
    this.watchFolder(TOP)
    this.#rootStat = describeFolder(request.root)
  }

  get isExact(): boolean {
    return this.#unwatched.size === 0
  }

  watchFolder(path: RawPath): void {
    const folder = this.#folderAt(path)
    let place: Place | undefined
    try {
      place = openPlace(this.#request.root, path)
      const identity = identityOf(place.path)
      if (folder.watch && folder.identity === identity) return
      // Something was mounted over it, or has taken its place unheard; its folders below are others too.
      this.#drop(folder)
      folder.watch = watch(place.path, { encoding: 'latin1' })
      folder.identity = identity
    } catch (error) {
      if (!GONE_OR_UNREADABLE.has(errnoOf(error) ?? '')) this.#leaveUnwatched(folder, error)
      return
    } finally {
      place?.close()
    }
    this.#unwatched.delete(path)
    folder.watch.on('change', (type, name) => this.#onEvent(folder, type, name as string | null))
    folder.watch.on('error', (error) => this.#leaveUnwatched(folder, error))
  }

  forgetFolder(path: RawPath): void {
    const folder = this.#find(path)
    if (!folder) return
    this.#drop(folder)
    for (const unwatched of this.#unwatched) {
      if (isWithin(path, unwatched)) this.#unwatched.delete(unwatched)
    }
    if (path !== TOP) this.#find(parentRaw(path))?.below.delete(baseRaw(path))
  }

  /** The kernel's queue is read on the next turn of the event loop, and told at the end of that turn. */
  async catchUp(): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate)
  }

  async close(): Promise<void> {
    this.#stopListening()
    this.#drop(this.#top)
  }

  #onEvent(folder: Folder, type: string, name: string | null): void {
    this.#turn.count()
    const { path } = folder
    const isRoot = path === TOP
    // An event about the folder itself bears the folder's own name, as one about a child of that name does.
    // The folder above tells it too; where nothing does, it is looked into at the end of the turn.
    if (name === null || name === (isRoot ? this.#rootName : baseRaw(path))) {
      if (isRoot) this.#isRootInDoubt = true
      else if (this.#unwatched.has(parentRaw(path))) this.#replace(folder)
    }
    if (name === null) return
    const childName = rawFromLatin1(name)
    this.#note(joinRaw(path, childName))
    const child = type === 'rename' ? folder.below.get(childName) : undefined
    if (child) this.#replace(child)
  }

  #replace(folder: Folder): void {
    this.#note(folder.path)
    this.#replaced.add(folder)
  }

  #note(path: RawPath): void {
    const last = nextNotice()
    this.#changed.set(path, { first: this.#changed.get(path)?.first ?? last, last })
  }

  #endTurn(isOverflow: boolean): void {
    if (this.#isRootInDoubt) this.#checkRoot()
    const changed = this.#changed
    for (const folder of this.#replaced) this.#drop(folder)
    this.#replaced = new Set()
    this.#changed = new Map()
    if (changed.size > 0) this.#request.onPaths([...changed.keys()], (path) => changed.get(path))
    if (isOverflow) this.#request.onRescan('overflow')
  }

  #checkRoot(): void {
    this.#isRootInDoubt = false
    const stat = describeFolder(this.#request.root)
    if (stat === this.#rootStat) return
    this.#rootStat = stat
    this.#replace(this.#top)
  }

  /** What happens in this folder is then found by scans alone. */
  #leaveUnwatched(folder: Folder, error: unknown): void {
    const errno = errnoOf(error) ?? String(error)
    folder.watch?.close()
    delete folder.watch
    const isFirst = this.#unwatched.size === 0
    this.#unwatched.add(folder.path)
    if (isFirst) this.#request.onRescan(LIMIT_REACHED.has(errno) ? 'watch-limit' : 'error', errno)
  }

  /** Ends the watches of a folder and all below it. The next scan makes new ones. */
  #drop(folder: Folder): void {
    if (folder.watch) {
      folder.watch.close()
      // The kernel queues a notice of this, which nobody hears.
      this.#turn.count()
    }
    delete folder.watch
    for (const child of folder.below.values()) this.#drop(child)
    folder.below.clear()
  }

  #folderAt(path: RawPath): Folder {
    let folder = this.#top
    for (const name of names(path)) {
      let child = folder.below.get(name)
      if (!child) {
        child = { path: joinRaw(folder.path, name), below: new Map() }
        folder.below.set(name, child)
      }
      folder = child
    }
    return folder
  }

  #find(path: RawPath): Folder | undefined {
    let folder: Folder | undefined = this.#top
    for (const name of names(path)) folder = folder?.below.get(name)
    return folder
  }
}

function names(path: RawPath): RawPath[] {
  return path === TOP ? [] : path.split('/').map(rawFromLatin1)
}

function identityOf(path: string | Buffer): string {
  const { dev, ino } = statSync(path)
  return `${dev}:${ino}`
}

/** Differs when another folder took the place of this one, or its mode or owner changed. */
function describeFolder(path: string): string {
  try {
    const stat = lstatSync(path)
    return [stat.dev, stat.ino, stat.birthtimeMs, stat.mode, stat.uid, stat.gid].join()
  } catch (error) {
    return errnoOf(error) ?? String(error)
  }
}
