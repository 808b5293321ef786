/** The last recorded state of a root, in memory: what each name held, and its stat data when it was read. */
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'
import type { FilePage } from './file-page.ts'
import { type FileStat, permissions } from './file-stat.ts'

/** A file or link whose content is in the store. Never changed, only replaced. */
export interface RecordedFile {
  kind: 'file'
  oid: Oid
  stat: FileStat
  /** The stat data may hide a later change: the file was written within a tick of being read. */
  isUncertain: boolean
  /** Recorded, but not as the user might think: `torn`, or `unreadable` (content carried forward). */
  reason?: SkipReason | undefined
}

/** Stands where the hash of a large file is to come. */
export const TO_COME = ''

/** A file over the size cap: known by size and hash only. */
export interface LargeFile {
  kind: 'large'
  stat: FileStat
  /** Or `TO_COME`. */
  sha256: string
  isUncertain: boolean
  reason?: SkipReason | undefined
}

/** Something whose content is not recorded, with the reason. */
interface SkippedEntry {
  kind: 'skipped'
  reason: SkipReason
}

/** What is recorded of a folder itself. */
export interface FolderAttributes {
  kind: 'attributes'
  mode: number
  uid: number
  gid: number
}

/** One folder of the recorded state. Object names of its trees are kept until something below changes. */
export class RecordedFolder {
  readonly kind = 'folder'
  readonly #entries = new Map<RawPath, RecordedEntry>()
  /** Its files as the index has them, until one of them is asked for. */
  #page: FilePage | undefined
  readonly parent: RecordedFolder | undefined
  mode: number
  uid: number
  gid: number
  /** Whether the folder is recorded even with nothing recorded in it; an include list says no. */
  isKeptEmpty = true
  /** Set when the folder itself could not be listed; what was known of it is kept. */
  reason: SkipReason | undefined
  /** Name of its git tree as last written, null when git holds nothing of it. */
  tree: Oid | null = null
  /** Name of its meta tree as last written, null when there is nothing to say. */
  meta: Oid | null = null
  /** Something below differs from what `tree`, `meta` and `totals` say. */
  isChanged = true
  /** Undefined until somebody asks; see `writtenTotals`. */
  totals: Totals | undefined

  constructor(
    parent: RecordedFolder | undefined,
    attributes: { mode: number; uid: number; gid: number },
  ) {
    this.parent = parent
    this.mode = attributes.mode
    this.uid = attributes.uid
    this.gid = attributes.gid
  }

  /** Everything in it, by name. */
  get entries(): Map<RawPath, RecordedEntry> {
    const page = this.#page
    this.#page = undefined
    for (const { name, oid, stat } of page?.files() ?? [])
      this.#entries.set(name, { kind: 'file', oid, stat, isUncertain: false })
    return this.#entries
  }

  /** Set while its files stand only in the index; all else in it is then in `unpaged`. */
  get page(): FilePage | undefined {
    return this.#page
  }

  /** What does not stand in `page`: the folders in it, and everything else once there is no page. */
  get unpaged(): ReadonlyMap<RawPath, RecordedEntry> {
    return this.#entries
  }

  /** Takes files from the index; only for a folder that holds none yet. */
  takePage(page: FilePage): void {
    this.#page = page
  }

  /** Puts a folder into this one while the state is being loaded. */
  addFolder(name: RawPath, folder: RecordedFolder): void {
    this.#entries.set(name, folder)
  }

  find(name: RawPath): RecordedEntry | undefined {
    return this.#entries.get(name) ?? this.entries.get(name)
  }

  /** Returns what is recorded at `path` below this folder, the folder itself for ''. */
  at(path: RawPath): RecordedEntry | undefined {
    if (path === '') return this
    const names = path.split('/') as RawPath[]
    const last = names.pop()!
    let folder: RecordedFolder = this
    for (const name of names) {
      const next = folder.find(name)
      if (next?.kind !== 'folder') return undefined
      folder = next
    }
    return folder.find(last)
  }

  /** Marks this folder and all above as changed. */
  touch(): void {
    for (let folder: RecordedFolder | undefined = this; folder; folder = folder.parent) {
      folder.isChanged = true
    }
  }

  set(name: RawPath, entry: RecordedEntry): void {
    this.entries.set(name, entry)
    this.touch()
  }

  delete(name: RawPath): void {
    if (this.entries.delete(name)) this.touch()
  }

  /** Puts the totals right where the size of a file was not known, as after a lost index. */
  correctBytes(difference: number): void {
    if (difference === 0) return
    for (let folder: RecordedFolder | undefined = this; folder; folder = folder.parent) {
      if (folder.totals) folder.totals.bytes += difference
    }
  }

  /** Takes over attributes as they are now; returns those recorded before when they differ. */
  takeAttributes(now: { mode: number; uid: number; gid: number }): FolderAttributes | undefined {
    const { mode, uid, gid } = this
    const differs =
      permissions(now.mode) !== permissions(this.mode) ||
      now.uid !== this.uid ||
      now.gid !== this.gid
    if (!differs) return undefined
    this.mode = now.mode
    this.uid = now.uid
    this.gid = now.gid
    this.touch()
    return { kind: 'attributes', mode, uid, gid }
  }
}

export interface Totals {
  files: number
  bytes: number
  skipped: number
  /** How many of the skipped should have been recorded and could not. */
  incomplete: number
}

export type RecordedEntry = RecordedFolder | RecordedFile | LargeFile | SkippedEntry

/** Reasons that make a snapshot incomplete; the others are the nature of the thing or the user's choice. */
const INCOMPLETE: ReadonlySet<SkipReason> = new Set([
  'unreadable',
  'torn',
  'vanished',
  'moved',
  'io-error',
])

/** Whether a snapshot that skips something for this reason lacks what it should hold. */
export function isIncomplete(reason: SkipReason): boolean {
  return INCOMPLETE.has(reason)
}
