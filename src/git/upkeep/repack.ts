/** Puts the objects of a shadow repo into packs, and removes what no snapshot holds. */
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { formatSize } from '../../model/units.ts'
import { now } from '../../system/clock.ts'
import { freeDiskBytes } from '../../system/files.ts'
import { forgetPlainPacks, hasPlainPacks } from '../objects/plain-packs.ts'
import { type HousekeepingOptions, maintain } from '../process/maintenance.ts'
import { COMMIT_GRAPH_LOCK } from './leftovers.ts'
import { repoSize } from './repo-size.ts'

/**
 * Beside a recorder, objects this young are never removed: a snapshot under way has written them and will name
 * them soon. Alone, nothing is under way.
 */
const IN_FLIGHT_MS = 60 * 60 * 1000

interface RepackOptions extends HousekeepingOptions {
  /** Keeps recorders away until released; undefined while one is at work. Held only for moments. */
  tryAlone(): { release(): void } | undefined
  /** What the objects kept take at most; all there are unless given. */
  keptBytes?: number
  /** No snapshot that began before this is still under way, in milliseconds since the epoch. */
  settledMs?: number | undefined
}

/** `whole`: one pack of everything; `parts`: small packs and loose objects joined, when room is short. */
export type RepackKind = 'whole' | 'parts'

/**
 * Repacks everything into one delta-compressed pack and prunes, or, when the disk has no room for a second copy,
 * in parts.
 * @throws {FlightrecError} disk-full, when there is not even room for that.
 */
export async function repackAll(gitDir: string, options: RepackOptions): Promise<RepackKind> {
  const kind = repackKind(gitDir, options.keptBytes, freeDiskBytes(gitDir))
  if (kind === 'parts') {
    await repackIncrementally(gitDir, options)
  } else {
    const before = new Set(packNames(gitDir))
    const what = isAlone(options) ? ['-a'] : sparingYoung(gitDir, settledMs(options))
    await repackWhole(gitDir, options, [...what, '--window=50', '--depth=50'])
    markOld(gitDir, before)
  }
  await prune(gitDir, options)
  return kind
}

/** Compresses afresh what was packed in a hurry; otherwise what is packed well is copied as it is. */
async function repackWhole(
  gitDir: string,
  options: HousekeepingOptions,
  how: readonly string[],
): Promise<void> {
  const afresh = hasPlainPacks(gitDir) ? ['-F'] : []
  await maintain(gitDir, ['repack', '-d', '-q', '-n', ...afresh, ...how], options)
  forgetPlainPacks(gitDir)
}

/** @throws {FlightrecError} disk-full */
export function repackKind(
  gitDir: string,
  keptBytes: number | undefined,
  freeBytes: number,
): RepackKind {
  const { packBytes, looseBytes } = repoSize(gitDir)
  const whole = Math.min(keptBytes ?? Number.POSITIVE_INFINITY, packBytes + looseBytes)
  if (freeBytes > whole * 1.1) return 'whole'
  if (freeBytes > looseBytes * 1.1) return 'parts'
  throw new FlightrecError(
    'disk-full',
    `no room to repack ${showText(gitDir)}: ${formatSize(freeBytes)} free, ${formatSize(looseBytes)} needed`,
    { hint: 'Free some space on that disk, then run `flightrec gc` again.' },
  )
}

/**
 * Compresses the packs that were written plain, when the disk has room for a second copy. Drops no object. Looks
 * for no deltas: in a first snapshot, that takes minutes and finds little.
 */
export async function compressPlainPacks(
  gitDir: string,
  options: HousekeepingOptions,
): Promise<void> {
  if (!hasRoomForCopy(gitDir)) return
  await repackWhole(gitDir, options, ['-a', '--keep-unreachable', '--window=0'])
}

/** Few comparisons for each object: enough where the versions of one file lie beside each other. */
const FEW = ['--window=4', '--depth=50']

/**
 * Joins loose objects and small packs so that each pack is at least twice the next: little work, little room. What was
 * written plain is stored as the difference to its like. Drops no object.
 */
export async function repackIncrementally(
  gitDir: string,
  options: HousekeepingOptions,
): Promise<void> {
  await repackWhole(gitDir, options, ['--geometric=2', ...FEW])
  // One of many objects is not among the small.
  if (hasPlainPacks(gitDir) && hasRoomForCopy(gitDir))
    await repackWhole(gitDir, options, ['-a', '--keep-unreachable', ...FEW])
}

function hasRoomForCopy(gitDir: string): boolean {
  const { packBytes, looseBytes } = repoSize(gitDir)
  return freeDiskBytes(gitDir) >= (packBytes + looseBytes) * 1.1
}

function isAlone({ tryAlone }: RepackOptions): boolean {
  const alone = tryAlone()
  alone?.release()
  return alone !== undefined
}

/**
 * Leaves alone the packs that a snapshot under way may have written and not yet named. One that comes between this
 * look and git's own is packed anew: what of it nobody names yet becomes loose objects.
 */
function sparingYoung(gitDir: string, settled: number): string[] {
  const young = packNames(gitDir).filter((name) => isYounger(gitDir, name, settled))
  const since = new Date(settled).toISOString()
  return ['-A', `--unpack-unreachable=${since}`, ...young.map((name) => `--keep-pack=${name}`)]
}

async function prune(gitDir: string, options: RepackOptions): Promise<void> {
  const alone = options.tryAlone()
  const expire = alone ? 'now' : new Date(settledMs(options)).toISOString()
  try {
    await maintain(gitDir, ['prune', `--expire=${expire}`], options)
  } finally {
    alone?.release()
  }
}

/**
 * The list of changed paths makes `log -- PATH` and blame fast. git ignores it in a repo with a boundary. Whoever has
 * its lock, alive or killed, keeps nothing else from being done.
 */
export async function writeCommitGraph(
  gitDir: string,
  options: HousekeepingOptions,
): Promise<void> {
  if (existsSync(join(gitDir, COMMIT_GRAPH_LOCK))) return
  await maintain(
    gitDir,
    ['commit-graph', 'write', '--reachable', '--changed-paths', '--no-progress'],
    options,
  )
}

function packNames(gitDir: string): string[] {
  return readdirSync(join(gitDir, 'objects/pack')).filter((name) => name.endsWith('.pack'))
}

function isYounger(gitDir: string, pack: string, settled: number): boolean {
  return statSync(join(gitDir, 'objects/pack', pack)).mtimeMs > settled
}

/** Files are stamped by a coarse clock, and git reads whole seconds. */
const STAMP_MS = 2_000

function settledMs(options: RepackOptions): number {
  return Math.max(now() - IN_FLIGHT_MS, (options.settledMs ?? 0) - STAMP_MS)
}

/**
 * A pack of what was reachable holds nothing in flight: dated back, so that the next repack need not spare it.
 * A pack that a capture wrote meanwhile is no such pack.
 */
function markOld(gitDir: string, before: ReadonlySet<string>): void {
  const seconds = (now() - 2 * IN_FLIGHT_MS) / 1000
  for (const name of packNames(gitDir)) {
    const path = join(gitDir, 'objects/pack', name)
    if (!before.has(name) && isWrittenByGit(path)) utimesSync(path, seconds, seconds)
  }
}

/** git leaves its packs read-only; those of a capture are not. */
function isWrittenByGit(pack: string): boolean {
  return (statSync(pack).mode & 0o200) === 0
}
