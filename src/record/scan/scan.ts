/**
 * Looks at the work tree and compares it with the recorded state. Nothing is read here: what must be read is
 * handed back as candidates; what is gone, special or only a folder is settled in the state at once.
 */
import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { errnoOf, FlightrecError, isDenied } from '../../model/errors.ts'
import { fsPath, joinRaw, type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'
import { monotonicNow } from '../../system/clock.ts'
import { lstatOrNone, openPlace, type Place } from '../../system/place.ts'
import { isPseudoFileSystem } from '../../system/pseudo-file-system.ts'
import type { ChangeLog } from '../state/change-log.ts'
import { isSameFile } from '../state/file-stat.ts'
import { RecordedFolder } from '../state/recorded-state.ts'
import { type FolderAt, ListedFolders } from './listed-folders.ts'
import { namesBesidePage } from './names-beside-page.ts'
import { isSearchable, isShortage, lstatIfThere, specialKind } from './place.ts'
import { lookAtRoot, requireRoot, rootUnreadable } from './scan-root.ts'
import type { Candidate, ScanScope } from './scan-scope.ts'
import { withoutNested } from './without-nested.ts'

const SLICE_MS = 10
/** How often folders that were written to while they were looked at are looked at again. */
const SECOND_LOOKS_MAX = 3
const NONE: ReadonlySet<RawPath> = new Set()

export class Scan {
  readonly candidates = new Map<RawPath, Candidate>()
  readonly #scope: ScanScope
  readonly #log: ChangeLog
  readonly #listed: ListedFolders
  #sliceStart = monotonicNow()
  #wasRefused = false
  #isOfEverything = false

  constructor(scope: ScanScope, log: ChangeLog) {
    this.#scope = scope
    this.#log = log
    this.#listed = new ListedFolders(scope.root)
  }

  /** Whether all there is was looked at. */
  get hasSeenAll(): boolean {
    return this.#isOfEverything && !this.#wasRefused && !this.#scope.isHeld
  }

  /** Looks at everything below the root. */
  async everything(top: RecordedFolder): Promise<void> {
    this.#takeRoot(top)
    await this.#walk([{ folder: top, path: '' as RawPath }])
    for (let look = 0; look < SECOND_LOOKS_MAX; look += 1) {
      for (const { folder, path } of this.#listed.takeWrittenTo()) {
        const found: FolderAt[] = []
        await this.#listFolder(folder, path, found)
        await this.#walk(found.filter((below) => !this.#listed.has(below)))
      }
    }
    this.#isOfEverything = true
  }

  /** Looks at some paths, each a file, a folder with all below it, or gone. */
  async paths(top: RecordedFolder, paths: readonly RawPath[]): Promise<void> {
    this.#takeRoot(top)
    for (const path of withoutNested(paths)) await this.#onePath(top, path)
  }

  #takeRoot(top: RecordedFolder): void {
    const now = lookAtRoot(this.#scope.root)
    if (!this.#isHeld('' as RawPath)) top.takeAttributes(now)
  }

  /** Goes down from the root, so that no component is a link; the first unknown one is looked at whole. */
  async #onePath(top: RecordedFolder, path: RawPath): Promise<void> {
    if (path === '') return await this.everything(top)
    let folder = top
    let folderPath = '' as RawPath
    const names = path.split('/')
    for (const [depth, text] of names.entries()) {
      const name = rawFromLatin1(text)
      const here = joinRaw(folderPath, name)
      const known = folder.find(name)
      const isLast = depth === names.length - 1
      const stats = this.#lookAt(folder, folderPath, name)
      if (stats === 'failed') return
      if (stats && (await this.#ignored([here])).has(here)) {
        this.#remove(folder, name, here)
        return
      }
      const isKnownFolder = known?.kind === 'folder' && !known.reason
      if (isLast || !stats?.isDirectory() || !isKnownFolder) {
        const below = this.#compare(folder, name, here, stats)
        if (below) await this.#walk([{ folder: below, path: here }])
        return
      }
      folder = known
      folderPath = here
    }
  }

  /** Looks at one name on the way to a path; `failed`, with the reason noted, when that is refused. */
  #lookAt(folder: RecordedFolder, path: RawPath, name: RawPath): Stats | undefined | 'failed' {
    let place: Place | undefined
    try {
      place = openPlace(this.#scope.root, path)
      return this.#lstat(folder, name, place)
    } catch (error) {
      this.#folderFailed(folder, path, error)
      return 'failed'
    } finally {
      place?.close()
    }
  }

  /** What cannot even be looked at, such as a mount whose server is dead, must not cost its neighbours. */
  #lstat(folder: RecordedFolder, name: RawPath, place: Place): Stats | undefined | 'failed' {
    try {
      return lstatIfThere(place.at(name))
    } catch (error) {
      const errno = errnoOf(error)
      if (errno === undefined || isShortage(errno) || !isSearchable(place)) throw error
      this.#nameFailed(folder, name, isDenied(errno) ? 'unreadable' : 'io-error')
      return 'failed'
    }
  }

  /** What was known of the name is kept, marked. */
  #nameFailed(folder: RecordedFolder, name: RawPath, reason: SkipReason): void {
    this.#wasRefused = true
    const known = folder.find(name)
    if (known?.kind === 'folder') this.#takeReason(known, reason)
    else if (known?.reason !== reason) {
      const isHeld = known?.kind === 'file' || known?.kind === 'large'
      folder.set(
        name,
        isHeld ? { ...known, reason, isUncertain: true } : { kind: 'skipped', reason },
      )
    }
  }

  async #walk(stack: FolderAt[]): Promise<void> {
    for (let next = stack.pop(); next; next = stack.pop()) {
      await this.#listFolder(next.folder, next.path, stack)
      if (monotonicNow() - this.#sliceStart > SLICE_MS) {
        await setImmediate()
        if (this.#scope.signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
        this.#sliceStart = monotonicNow()
      }
    }
  }

  async #listFolder(folder: RecordedFolder, path: RawPath, stack: FolderAt[]): Promise<void> {
    this.#scope.onFolder?.(path)
    this.#listed.note(folder, path)
    let place: Place | undefined
    try {
      place = openPlace(this.#scope.root, path)
      const { names, isShut } = this.#namesIn(folder, place)
      const unsettled = this.#namesBesidePage(folder, path, place, names)
      if (!unsettled) this.#removeMissing(folder, path, new Set(names))
      const left = unsettled ?? names.map(rawFromLatin1)
      const ignored = await this.#ignored(left.map((name) => joinRaw(path, name)))
      for (const name of left) {
        const here = joinRaw(path, name)
        if (ignored.has(here)) {
          this.#remove(folder, name, here)
          continue
        }
        const stats = this.#lstat(folder, name, place)
        if (stats === 'failed') continue
        const below = this.#compare(folder, name, here, stats)
        if (below) stack.push({ folder: below, path: here })
      }
      this.#takeReason(folder, isShut ? 'unreadable' : undefined)
    } catch (error) {
      this.#folderFailed(folder, path, error)
    } finally {
      place?.close()
    }
  }

  /** Of a folder that may be entered but not listed, what was known can still be looked at. */
  #namesIn(folder: RecordedFolder, place: Place): { names: string[]; isShut: boolean } {
    try {
      return { names: readdirSync(place.path, { encoding: 'latin1' }), isShut: false }
    } catch (error) {
      if (!isDenied(errnoOf(error)) || !isSearchable(place)) throw error
      this.#wasRefused = true
      return { names: [...folder.entries.keys()], isShut: true }
    }
  }

  #namesBesidePage(
    folder: RecordedFolder,
    path: RawPath,
    place: Place,
    names: string[],
  ): RawPath[] | undefined {
    if (this.#scope.ignoredAmong) return undefined
    const isWanted = (name: RawPath) => this.#scope.filter.isRecorded(joinRaw(path, name))
    return namesBesidePage(folder, names, isWanted, (name) => lstatOrNone(place.at(name)))
  }

  #isHeld(path: RawPath): boolean {
    return this.#scope.isHeld?.(path) ?? false
  }

  async #ignored(paths: readonly RawPath[]): Promise<ReadonlySet<RawPath>> {
    return (await this.#scope.ignoredAmong?.(paths)) ?? NONE
  }

  #removeMissing(folder: RecordedFolder, path: RawPath, names: ReadonlySet<string>): void {
    for (const name of folder.entries.keys()) {
      if (names.has(name) || this.#isHeld(joinRaw(path, name))) continue
      this.#listed.noteMissing()
      this.#remove(folder, name, joinRaw(path, name))
    }
  }

  /** A folder that cannot be listed keeps what was known of it, and says so; one that vanished is seen later. */
  #folderFailed(folder: RecordedFolder, path: RawPath, error: unknown): void {
    const errno = errnoOf(error)
    // Too few descriptors are not the folder's fault, and not to be blamed on it.
    if (errno === undefined || isShortage(errno)) throw error
    requireRoot(this.#scope.root)
    if (path === '') throw rootUnreadable(this.#scope.root, errno, error)
    this.#wasRefused = true
    if (errno === 'ENOENT' || errno === 'ENOTDIR' || errno === 'ELOOP') {
      this.#takeReason(folder, 'vanished')
    } else {
      this.#takeReason(folder, isDenied(errno) ? 'unreadable' : 'io-error')
    }
  }

  #takeReason(folder: RecordedFolder, reason: SkipReason | undefined): void {
    if (folder.reason === reason) return
    folder.reason = reason
    folder.touch()
  }

  /** Settles one name; returns the folder to be listed, when it is one. */
  #compare(
    folder: RecordedFolder,
    name: RawPath,
    path: RawPath,
    stats: Stats | undefined,
  ): RecordedFolder | undefined {
    if (this.#isHeld(path)) {
      const known = folder.find(name)
      return stats?.isDirectory() && known?.kind === 'folder' ? known : undefined
    }
    if (stats === undefined) {
      this.#listed.noteMissing()
      return this.#remove(folder, name, path)
    }
    if (stats.isDirectory()) return this.#compareFolder(folder, name, path, stats)
    if (!this.#scope.filter.isRecorded(path)) return this.#remove(folder, name, path)
    if (!stats.isFile() && !stats.isSymbolicLink()) {
      this.#skip(folder, name, path, specialKind(stats))
      return undefined
    }
    const known = folder.find(name)
    const isKnown =
      (known?.kind === 'file' || known?.kind === 'large') &&
      !known.isUncertain &&
      isSameFile(known.stat, stats)
    if (isKnown) return undefined
    if (known?.kind === 'folder') this.#remove(folder, name, path)
    const { size: sizeBytes, mode, uid, gid } = stats
    this.candidates.set(path, { folder, name, path, sizeBytes, attributes: { mode, uid, gid } })
    return undefined
  }

  #compareFolder(
    folder: RecordedFolder,
    name: RawPath,
    path: RawPath,
    stats: Stats,
  ): RecordedFolder | undefined {
    if (this.#scope.filter.isPruned(path)) return this.#remove(folder, name, path)
    if (this.#isPseudo(path, stats)) {
      this.#skip(folder, name, path, 'pseudo-filesystem')
      return undefined
    }
    const known = folder.find(name)
    if (known?.kind === 'folder') {
      const former = known.takeAttributes(stats)
      if (former) this.#log.changed({ path, mode: former.mode }, { path, mode: stats.mode }, former)
      this.#keepEmpty(known, path)
      return known
    }
    if (known) this.#remove(folder, name, path)
    const made = new RecordedFolder(folder, stats)
    folder.set(name, made)
    this.#keepEmpty(made, path)
    if (made.isKeptEmpty) this.#log.folderAdded(path, made)
    return made
  }

  #keepEmpty(folder: RecordedFolder, path: RawPath): void {
    const isKept = this.#scope.filter.isFolderRecorded(path)
    if (folder.isKeptEmpty === isKept) return
    folder.isKeptEmpty = isKept
    if (folder.tree === null) folder.touch()
  }

  #isPseudo(path: RawPath, stats: Stats): boolean {
    return stats.dev !== this.#rootDevice() && isPseudoFileSystem(fsPath(this.#scope.root, path))
  }

  #device: number | undefined

  #rootDevice(): number {
    this.#device ??= lstatSync(this.#scope.root).dev
    return this.#device
  }

  #skip(folder: RecordedFolder, name: RawPath, path: RawPath, reason: SkipReason): void {
    const known = folder.find(name)
    if (known?.kind === 'skipped' && known.reason === reason) return
    this.#remove(folder, name, path)
    folder.set(name, { kind: 'skipped', reason })
  }

  #remove(folder: RecordedFolder, name: RawPath, path: RawPath): undefined {
    const known = folder.find(name)
    if (!known) return undefined
    this.#log.removed(path, known)
    if (known.kind === 'folder') this.#scope.onFolderGone?.(path)
    folder.delete(name)
    return undefined
  }
}
