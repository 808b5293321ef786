/**
 * A lock file that only one process holds at a time, and that outlives nobody: it names its owner, and is
 * taken over when that owner is dead.
 *
 * A lock comes to be by link(2), with its content, and goes by unlink(2) of its owner. A dead owner's lock is
 * replaced by rename(2), but only by whoever holds `<lock>.takeover`, a lock of the same kind, and has looked
 * at the dead lock again since. So of two that find the same dead lock, the slower finds the faster's live
 * one. Should the one who takes over die on the way, its `.takeover` is itself taken over in this manner.
 */
import { linkSync, renameSync } from 'node:fs'
import { errnoOf, FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'
import { monotonicNow, now, sleep } from './clock.ts'
import { readTextIfThere, removeIfThere, temporaryName, writeNewFile } from './files.ts'
import {
  isOwnIdentity,
  ownCommand,
  ownIdentity,
  type ProcessIdentity,
  processState,
} from './process-identity.ts'

/** What a lock file says. */
interface LockOwner extends ProcessIdentity {
  /** How the owner was started, for people. */
  command: string
  /** Milliseconds since the epoch. */
  since: number
}

export interface Lock {
  readonly path: string
  /** Whether it is still there: false once it was removed by hand, be it with the folder around it. */
  isHeld(): boolean
  release(): void
}

const RETRY_MS = 50
/** Each level needs a process that died while it took over the level below. */
const TAKEOVER_DEPTH_MAX = 5

/** Takes the lock, or returns its living owner. */
export function tryLock(path: string): Lock | LockOwner {
  return takeLock(path, 0)
}

export function isLock(result: object): result is Lock {
  return 'release' in result
}

/**
 * Takes the lock; waits up to `waitMs` for its owner to let go.
 * @throws {FlightrecError} locked, naming the owner; interrupted.
 */
export async function acquireLock(
  path: string,
  options: { waitMs: number; signal?: AbortSignal | undefined },
): Promise<Lock> {
  const deadline = monotonicNow() + options.waitMs
  for (;;) {
    if (options.signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
    const result = tryLock(path)
    if (isLock(result)) return result
    const left = deadline - monotonicNow()
    if (left <= 0) throw lockedError(path, result)
    await sleep(Math.min(left, RETRY_MS), options.signal)
  }
}

/** Returns who holds the lock; undefined when nobody alive does. */
export function lockOwner(path: string): LockOwner | undefined {
  const owner = readOwner(path)
  return owner !== undefined && owner !== 'nobody' && processState(owner) !== 'dead'
    ? owner
    : undefined
}

/** Returns the error that names who holds a lock. */
export function lockedError(path: string, owner: LockOwner): FlightrecError {
  const elsewhere = processState(owner) === 'unknown'
  const where = elsewhere ? ` on ${showText(owner.host)}` : ''
  return new FlightrecError(
    'locked',
    `process ${owner.pid}${where} (${showText(owner.command)}) is writing to this flightrec home`,
    {
      hint: elsewhere
        ? `It runs in another container or on another host. If it is gone, run \`rm ${showText(path)}\`.`
        : `Wait for it to end, or run \`kill ${owner.pid}\`.`,
    },
  )
}

function takeLock(path: string, depth: number): Lock | LockOwner {
  const temporary = temporaryName(path)
  try {
    writeNewFile(temporary, JSON.stringify(describeOwner()))
    for (;;) {
      if (linkUnlessThere(temporary, path)) return heldLock(path)
      const owner = readOwner(path)
      if (owner === undefined) continue
      if (owner !== 'nobody' && processState(owner) !== 'dead') return owner
      if (depth >= TAKEOVER_DEPTH_MAX) {
        throw new FlightrecError('locked', `cannot take over the lock ${showText(path)}`, {
          hint: `Run \`rm ${showText(path)}*\` when no flightrec is running.`,
        })
      }
      const takeover = takeLock(`${path}.takeover`, depth + 1)
      if (!isLock(takeover)) return takeover
      try {
        if (!isLeftByDead(path)) continue
        renameSync(temporary, path)
        return heldLock(path)
      } finally {
        takeover.release()
      }
    }
  } finally {
    removeIfThere(temporary)
  }
}

function describeOwner(): LockOwner {
  return { ...ownIdentity(), command: ownCommand(), since: now() }
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

function heldLock(path: string): Lock {
  let held = true
  // Not so when someone removed our lock by hand and another process took it since.
  const isOurs = () => {
    const owner = held ? readOwner(path) : undefined
    return owner !== undefined && owner !== 'nobody' && isOwnIdentity(owner)
  }
  return {
    path,
    isHeld() {
      try {
        return isOurs()
      } catch (error) {
        // It cannot be read for the moment.
        if (errnoOf(error) === undefined) throw error
        return held
      }
    },
    release() {
      if (isOurs()) removeIfThere(path)
      held = false
    },
  }
}

/** Whether a lock is there and its owner is not alive; only the holder of the takeover lock can act on it. */
export function isLeftByDead(path: string): boolean {
  const owner = readOwner(path)
  return owner === 'nobody' || (owner !== undefined && processState(owner) === 'dead')
}

/**
 * Reads whom a lock names; undefined when it is not there. A lock has its content before it has its name, so
 * one that cannot be read is what a power cut left: it names nobody.
 */
function readOwner(path: string): LockOwner | 'nobody' | undefined {
  const text = readTextIfThere(path)
  if (text === undefined) return undefined
  try {
    const owner = Object(JSON.parse(text)) as LockOwner
    const texts = [owner.started, owner.boot, owner.host, owner.namespace, owner.command]
    const isWhole =
      Number.isSafeInteger(owner.pid) && texts.every((told) => typeof told === 'string')
    return isWhole ? owner : 'nobody'
  } catch {
    // Not JSON: cut short by a power cut.
    return 'nobody'
  }
}
