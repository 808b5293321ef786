/** The files of one folder, as the index has them, compared with the work tree without becoming objects. */
import type { Stats } from 'node:fs'
import type { IndexPage } from '../../git/index-file/index-page.ts'
import { fromGitName } from '../../git/objects/names.ts'
import { MODE_LINK } from '../../git/objects/tree-format.ts'
import { type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import type { RecordedEntry, RecordedFolder } from '../snapshot/recorded-state.ts'
import { type FileStat, isSameFile } from './file-stat.ts'

export class FilePage {
  readonly #index: IndexPage
  readonly #owner: { uid: number; gid: number }
  #isFoundSame: (() => boolean) | undefined

  /** @param isFoundSame tells whether all files were just seen to be as they are here. */
  constructor(index: IndexPage, owner: { uid: number; gid: number }, isFoundSame?: () => boolean) {
    this.#index = index
    this.#owner = owner
    this.#isFoundSame = isFoundSame
  }

  /** The bytes, to be copied into the next index. */
  get index(): IndexPage {
    return this.#index
  }

  get count(): number {
    return this.#index.count
  }

  /** Names in the order of their bytes. */
  nameAt(n: number): RawPath {
    return fromGitName(this.#index.nameAt(n))
  }

  /** Whether entry `n` is there and has a name; makes no text of it where that is plain. */
  isNamed(n: number, name: RawPath): boolean {
    if (n >= this.count) return false
    return this.#index.isNamed(n, name) ? fromGitName(name) === name : this.nameAt(n) === name
  }

  /** Whether somebody has just looked at all its files, and found each as it is here: good for one asking. */
  takeFinding(): boolean {
    const isFoundSame = this.#isFoundSame?.() ?? false
    this.#isFoundSame = undefined
    return isFoundSame
  }

  isSame(n: number, stats: Stats): boolean {
    return isSameFile(this.#statAt(n), stats)
  }

  sizeBytes(): number {
    let sum = 0
    for (let n = 0; n < this.count; n += 1) sum += this.#index.sizeAt(n)
    return sum
  }

  /** Makes a recorded file of each entry. */
  unpack(into: Map<RawPath, RecordedEntry>): void {
    for (let n = 0; n < this.count; n += 1) {
      const stat = this.#statAt(n)
      const oid = this.#index.oidAt(n)
      into.set(this.nameAt(n), { kind: 'file', oid, stat, isUncertain: false })
    }
  }

  /** Owner and permissions are the usual ones: where they are not, the meta tree says so and unpacks. */
  #statAt(n: number): FileStat {
    const stat = this.#index.statAt(n)
    if (stat.mode === MODE_LINK) stat.mode |= 0o777
    stat.uid = this.#owner.uid
    stat.gid = this.#owner.gid
    return stat
  }
}

/**
 * The usual case, quickly: when every file of a folder is as the index has it, returns the other names, still
 * to be looked at. Returns undefined when anything differs: then each name is to be looked at by itself.
 * @param isWanted says whether a name is to be recorded.
 * @param look returns the stat data of a name; undefined when it is not there.
 */
export function namesBesidePage(
  folder: RecordedFolder,
  names: string[],
  isWanted: (name: RawPath) => boolean,
  look: (name: RawPath) => Stats | undefined,
): RawPath[] | undefined {
  const { page, unpaged } = folder
  if (!page || folder.reason) return undefined
  const isFoundSame = page.takeFinding()
  const others = new Set<RawPath>()
  let n = 0
  for (const text of names.sort()) {
    const name = rawFromLatin1(text)
    if (!page.isNamed(n, name)) {
      others.add(name)
      continue
    }
    if (!isWanted(name)) return undefined
    if (!isFoundSame) {
      const stats = look(name)
      if (!stats || !page.isSame(n, stats)) return undefined
    }
    n += 1
  }
  const isWhole = n === page.count && [...unpaged.keys()].every((name) => others.has(name))
  return isWhole ? [...others] : undefined
}
