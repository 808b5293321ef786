/**
 * Notices what is mounted at folders of a root, or unmounted: no event tells, and a watch stays with the folder that is
 * covered. Where the system does not say, the next look at everything finds it.
 */
import { isWithin, type RawPath, rawFromLatin1, rawFromText } from '../../model/raw-path.ts'
import { mountPoints } from '../../system/mount-points.ts'

export const MOUNT_CHECK_MS = 2_000

export class MountWatch {
  readonly #root: RawPath
  #points = mountPoints()

  constructor(root: string) {
    this.#root = rawFromText(root)
  }

  /** Returns the folders that may be others since the last call. */
  check(): RawPath[] {
    const before = this.#points
    this.#points = mountPoints()
    const gone = [...before].filter(([mount]) => !this.#points.has(mount))
    const come = [...this.#points].filter(([mount]) => !before.has(mount))
    return [...gone, ...come].flatMap(([, point]) => this.#below(point))
  }

  #below(point: RawPath): RawPath[] {
    if (isWithin(point, this.#root) || point === '/') return [rawFromLatin1('')]
    const folder = this.#root === '/' ? '/' : `${this.#root}/`
    return point.startsWith(folder) ? [rawFromLatin1(point.slice(folder.length))] : []
  }
}
