/** Runs `git fsck` and reads from its talk which objects are damaged or missing. */
import { isOid, type Oid } from '../../model/oid.ts'
import { type HousekeepingOptions, maintain } from '../process/maintenance.ts'

interface FsckReport {
  isClean: boolean
  /** Objects fsck names as missing or damaged. */
  objects: Set<Oid>
  /** What it said, one complaint each, for people. */
  complaints: string[]
}

const NOISE = /^(?:warning:|notice:|hint:|Checking |Verifying |dangling |\s*$)/

/** Checks format, names and links of every object, and the checksums of packs. */
export async function fsck(gitDir: string, options: HousekeepingOptions): Promise<FsckReport> {
  const args = ['fsck', '--full', '--strict', '--no-dangling', '--no-reflogs', '--progress']
  const { exitCode, stdout, stderr } = await maintain(gitDir, args, {
    ...options,
    accept: () => true,
  })
  const complaints = [...stderr.split(/[\r\n]/), ...stdout.split('\n')].filter(
    (line) => !NOISE.test(line),
  )
  return {
    isClean: exitCode === 0,
    objects: new Set(complaints.flatMap(damagedObject)),
    complaints,
  }
}

/**
 * The object a complaint is about. In `broken link from tree A` it is not A but the one named next, on a line of
 * its own (`to blob B`).
 */
function damagedObject(complaint: string): Oid[] {
  if (/broken link from/.test(complaint)) return []
  const oid = /\b[0-9a-f]{40}\b/.exec(complaint)?.[0]
  return oid !== undefined && isOid(oid) ? [oid] : []
}

/** Whether every object that a ref or the index needs is there; their content is not looked at. */
export async function fsckConnectivity(
  gitDir: string,
  options: HousekeepingOptions,
): Promise<boolean> {
  const args = ['fsck', '--connectivity-only', '--no-dangling', '--no-reflogs', '--no-progress']
  const { exitCode } = await maintain(gitDir, args, { ...options, accept: () => true })
  return exitCode === 0
}

/** An object that no other names. */
export interface Dangling {
  type: 'blob' | 'tree' | 'commit'
  oid: Oid
}

/** Finds what neither these commits nor any other object names; the index does not count. */
export async function danglingObjects(gitDir: string, heads: readonly Oid[]): Promise<Dangling[]> {
  // With --connectivity-only it would stop at the first damaged object.
  const args = ['fsck', '--full', '--dangling', '--no-reflogs', '--no-progress']
  const { stdout } = await maintain(gitDir, [...args, ...heads], { accept: () => true })
  return stdout.split('\n').flatMap((line) => {
    const [, type, oid = ''] = /^dangling (blob|tree|commit) ([0-9a-f]{40})$/.exec(line) ?? []
    return isOid(oid) ? [{ type: type as Dangling['type'], oid }] : []
  })
}
