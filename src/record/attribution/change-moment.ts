/** When a change was made, from what the file system keeps and the watcher told. */
import { lstatSync } from 'node:fs'
import { absolutePath } from '../../model/absolute-path.ts'
import { type Change, changedPath } from '../../model/change.ts'
import { fsPath, parentRaw, type RawPath } from '../../model/raw-path.ts'
import type { ChangeMoment } from './attribute.ts'
import type { Noticed } from './noticed.ts'

/** What a recorder knows of a change it found. */
export interface FoundChange {
  change: Change
  /** When the file's content or attributes last changed, in milliseconds since the epoch; absent when it is gone. */
  ctimeMs: number | undefined
  /** When a watcher named it. */
  noticed: Noticed | undefined
}

/** The kernel stamps files with a clock that lags behind by a tick. */
const TICK_MS = 10
/** A watcher tells of a change so long after it at most. */
const HEARD_WITHIN_MS = 1_000

/** Tells when a folder was last written to, or moved. */
type FolderTime = (folder: RawPath) => number | undefined

/** Looks at each folder of a root once: of thousands of changes most lie in the same. */
export function folderTimes(root: string): FolderTime {
  const known = new Map<RawPath, number | undefined>()
  return (folder) => {
    if (!known.has(folder)) known.set(folder, ctimeOf(fsPath(root, folder)))
    return known.get(folder)
  }
}

/** Returns when a change was made; `lookedMs` is when the root was last looked at: all else happened later. */
export function momentOf(
  root: string,
  { change, ctimeMs, noticed }: FoundChange,
  lookedMs: number,
  folderTime = folderTimes(root),
): ChangeMoment {
  // What was named before the last look, and is found only now, was left at that look.
  const isLeft = noticed !== undefined && noticed.first < lookedMs
  const sinceMs = isLeft ? noticed.first - HEARD_WITHIN_MS : lookedMs
  const path = changedPath(change)
  const absolute = absolutePath(root, path)
  // A file whose folder was moved keeps its times; a file that is gone leaves those of its folder.
  const isOwn = ctimeMs !== undefined && ctimeMs >= sinceMs - TICK_MS
  const at = isOwn ? ctimeMs : earliest(lastAbove(path, sinceMs, folderTime), noticed?.last)
  const outcome = change.after === undefined ? 'gone' : 'there'
  if (at === undefined || at < sinceMs - TICK_MS) return { path: absolute, outcome }
  const first = noticed?.first ?? (isOwn ? at : undefined)
  return {
    path: absolute,
    outcome,
    order: noticed?.order === undefined ? undefined : noticed.order,
    time: { at, from: first === undefined ? undefined : Math.min(first, at) },
  }
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.min(a, b)
}

/** When the nearest folder above that was written to, or moved, since the last look was so. */
function lastAbove(path: RawPath, sinceMs: number, folderTime: FolderTime): number | undefined {
  for (let folder = path; folder !== ''; ) {
    folder = parentRaw(folder)
    const ctimeMs = folderTime(folder)
    if (ctimeMs !== undefined && ctimeMs >= sinceMs - TICK_MS) return ctimeMs
  }
  return undefined
}

/** Undefined when nothing is there that can be looked at. */
export function ctimeOf(path: string | Buffer): number | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.ctimeMs
  } catch {
    // Not reachable, or its path too long: one above may tell.
    return undefined
  }
}
