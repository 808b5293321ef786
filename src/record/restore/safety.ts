/** What surrounds writing into a root: the snapshot before, the snapshot after, and whose the root is. */
import { statSync } from 'node:fs'
import { FlightrecError } from '../../model/errors.ts'
import { rawFromText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { openFolderBeneath } from '../../system/beneath.ts'
import type { Owner } from '../state/file-stat.ts'

export interface ActSnapshots {
  /** Holds what was there before; absent when nothing was done, or when restoring into another folder. */
  safety?: Snapshot
  /** Why there is none, though one was wanted. */
  safetyFailure?: string
  after?: Snapshot
  /** Why what was written is not recorded yet. */
  afterFailure?: string
}

export type TakeActSnapshot = (trigger: 'safety' | 'restore', message: string) => Promise<Snapshot>

/** Whoever records the root, as what writes into it needs them. */
export interface ActRecorder {
  takeSnapshot: TakeActSnapshot
  /** Returns once nobody looks at the root who does not know what the act under way will write. */
  standStill(): Promise<void>
}

/**
 * Records the root as it is before anything is written into it.
 * @throws {FlightrecError} failed, when that cannot be done.
 */
export async function takeSafety(
  takeSnapshot: TakeActSnapshot,
  message: string,
  signal: AbortSignal | undefined,
  hint: string,
): Promise<Snapshot> {
  try {
    return await takeSnapshot('safety', message)
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new FlightrecError('failed', `no safety snapshot could be taken: ${reasonOf(cause)}`, {
      hint: `Nothing was changed. ${hint}`,
      cause,
    })
  }
}

/** What was written is told even when it cannot be recorded: the next snapshot holds it. */
export async function takeAfter(
  takeSnapshot: TakeActSnapshot,
  message: string,
): Promise<Pick<ActSnapshots, 'after' | 'afterFailure'>> {
  try {
    return { after: await takeSnapshot('restore', message) }
  } catch (error) {
    return { afterFailure: reasonOf(error) }
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Returns whose the root is.
 * @throws {FlightrecError} bad-root, when it is gone, or a link has taken its place.
 */
export function ownerOfRoot(root: string, hint: string): Owner {
  try {
    const folder = openFolderBeneath(root, rawFromText(''))
    try {
      const { uid, gid } = statSync(folder.path)
      return { uid, gid }
    } finally {
      folder.close()
    }
  } catch (cause) {
    if (!(cause instanceof FlightrecError)) throw cause
    throw new FlightrecError(cause.code, cause.message, { hint, cause })
  }
}
