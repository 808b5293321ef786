/**
 * What a look has found that no event had named. Of files that programs write to through memory (`mmap`), such as the
 * -shm of SQLite, nothing ever is: that is said once for each. All else was missed, and is a gap.
 */
import type { Stats } from 'node:fs'
import { changedPath } from '../../model/change.ts'
import { dropOldest } from '../../model/drop-oldest.ts'
import type { Gap } from '../../model/gap.ts'
import { baseRaw, type RawPath } from '../../model/raw-path.ts'
import { showPath, showText } from '../../model/show.ts'
import { now } from '../../system/clock.ts'
import { lstatBelow } from '../../system/place.ts'
import { SharedMappings } from '../../system/shared-mappings.ts'
import type { SnapshotResult } from '../snapshot/snapshot-request.ts'
import type { DirtyPaths } from './dirty-paths.ts'

const MAPPED_MAX = 1_000

interface Unannounced {
  /** What to say of mapped files that were not known yet. */
  remarks: string[]
  gap: Gap | undefined
}

export class UnannouncedChanges {
  readonly #root: string
  /** Files that were mapped when they had changed unannounced, with their inodes. */
  readonly #mapped = new Map<RawPath, number>()

  constructor(root: string) {
    this.#root = root
  }

  /** Sorts what a look has found; it happened at an unknown time since the look before, at `from`. */
  async sort(
    result: SnapshotResult,
    named: readonly DirtyPaths[],
    from: number,
  ): Promise<Unannounced> {
    const changes = [...(result.earlier ?? []), result].flatMap((part) => part.changes)
    const remarks: string[] = []
    const lost: RawPath[] = []
    let mappings: SharedMappings | undefined
    for (const change of changes) {
      const path = changedPath(change)
      if (named.some((paths) => paths.covers(path))) continue
      const file = change.type === 'modified' ? this.#soleName(path) : undefined
      if (file && this.#mapped.get(path) === file.ino) continue
      if (file) mappings ??= await SharedMappings.now()
      if (!file || !mappings?.has(file, baseRaw(path))) lost.push(path)
      else if (this.#note(path, file)) remarks.push(mappedWords(this.#root, path))
    }
    return { remarks, gap: gapOf(lost, from) }
  }

  /** Looks at a file, unless it has other names: it may have been written to through these. */
  #soleName(path: RawPath): Stats | undefined {
    const stats = lstatBelow(this.#root, path)
    return stats?.isFile() && stats.nlink === 1 ? stats : undefined
  }

  /** Returns whether it is news. */
  #note(path: RawPath, { ino }: Stats): boolean {
    const isNew = !this.#mapped.has(path)
    this.#mapped.set(path, ino)
    dropOldest(this.#mapped, MAPPED_MAX)
    return isNew
  }
}

function mappedWords(root: string, path: RawPath): string {
  const shown = showPath(path)
  return `${shown} in ${showText(root)} is written to through memory: looks at all files find that, nothing tells of it`
}

function gapOf(lost: readonly RawPath[], from: number): Gap | undefined {
  if (lost.length === 0) return undefined
  const more = lost.length === 1 ? '' : ` and ${lost.length - 1} more`
  return { reason: 'missed-events', from, to: now(), detail: `${showPath(lost[0]!)}${more}` }
}
