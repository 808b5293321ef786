/** The files of one folder, as the index has them, compared with the work tree without becoming objects. */
import type { Stats } from 'node:fs'
import type { IndexPage } from '../../git/index-file/index-page.ts'
import { fromGitName } from '../../git/objects/names.ts'
import { MODE_LINK } from '../../git/objects/tree-format.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
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

  *files(): Generator<{ name: RawPath; oid: Oid; stat: FileStat }> {
    for (let n = 0; n < this.count; n += 1) {
      yield { name: this.nameAt(n), oid: this.#index.oidAt(n), stat: this.#statAt(n) }
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
