import { fsckConnectivity } from '../../git/upkeep/fsck.ts'
import { checkLooseObject, type LooseFile, looseFiles } from '../../git/upkeep/loose-check.ts'
import { rewriteBlob } from '../../git/upkeep/mend-objects.ts'
import { quarantine } from '../../git/upkeep/quarantine.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath, showText } from '../../model/show.ts'
import { readFromRoot, rootHoldsCopy } from '../../store/home/root-copy.ts'
import { damageCost } from '../../store/timeline/damage-cost.ts'
import type { Patient, Problem, RepoCheck } from './check.ts'

interface DamagedFile extends LooseFile {
  problem: string
}

/** Contents that snapshots need and that cannot be read: where the root has them, and where it does not. */
interface Needed {
  inRoot: Map<Oid, RawPath>
  nowhere: Map<Oid, RawPath>
}

/** Objects that a power cut emptied or that are missing: given back from the root where it has them. */
export const objectsCheck: RepoCheck = {
  id: 'objects',
  async find(patient) {
    const { repo, signal } = patient
    const damaged = await damagedFiles(repo.gitDir, signal)
    if (damaged.length === 0 && (await fsckConnectivity(repo.gitDir, { signal }))) return []
    const needed = await neededContents(patient, damaged)
    const inFiles = new Set(damaged.map(({ oid }) => oid))
    const missing = [...needed.inRoot].filter(([oid]) => !inFiles.has(oid))
    const gone = [...needed.nowhere].filter(([oid]) => !inFiles.has(oid))
    return [
      ...damaged.map((file) => damagedProblem(patient, file, needed)),
      ...missing.map(([oid, path]) => ({
        subject: oid,
        problem: `it is missing (${showPath(path)})`,
        remedy: 'write it again from the watched folder',
        fix: () => giveBack(patient, oid, path),
      })),
      ...gone.map(([oid, path]) => ({
        subject: oid,
        problem: `it is missing (${showPath(path)}), and nothing else has it`,
        remedy: 'Run `flightrec verify` to see which snapshots it costs.',
      })),
    ]
  },
}

/** Those of the sessions repo, which nothing else holds. */
export const sessionsObjectsCheck: RepoCheck = {
  id: 'objects',
  async find({ repo: { gitDir }, signal }) {
    const damaged = await damagedFiles(gitDir, signal)
    return damaged.map(({ path, problem }) => ({
      subject: showText(path),
      problem,
      remedy: 'move it to quarantine; `flightrec verify` says what it costs',
      fix: () => quarantine(gitDir, path),
    }))
  },
}

async function damagedFiles(
  gitDir: string,
  signal: AbortSignal | undefined,
): Promise<DamagedFile[]> {
  const damaged: DamagedFile[] = []
  for (const file of looseFiles(gitDir)) {
    if (signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
    const problem = file.oid && (await checkLooseObject(file))
    if (problem) damaged.push({ ...file, problem })
  }
  return damaged
}

async function neededContents(
  { repo, signal }: Patient,
  damaged: readonly DamagedFile[],
): Promise<Needed> {
  const suspects = new Set(damaged.flatMap(({ oid }) => oid ?? []))
  const { lost, unreadable } = await damageCost(repo.gitDir, suspects, signal)
  const needed: Needed = { inRoot: new Map(), nowhere: new Map() }
  for (const oid of unreadable) needed.nowhere.set(oid, 'a whole snapshot' as RawPath)
  for (const { oid, path, isFolder } of lost) {
    if (needed.inRoot.has(oid)) continue
    if (!isFolder && (await rootHoldsCopy(repo.root, path, oid))) {
      needed.inRoot.set(oid, path)
      needed.nowhere.delete(oid)
    } else needed.nowhere.set(oid, path)
  }
  return needed
}

function damagedProblem(patient: Patient, file: DamagedFile, needed: Needed): Problem {
  const { gitDir } = patient.repo
  const oid = file.oid!
  const subject = showText(file.path)
  const path = needed.inRoot.get(oid)
  if (path !== undefined) {
    const fix = async () => {
      quarantine(gitDir, file.path)
      await giveBack(patient, oid, path)
    }
    const remedy = `write it again from ${showPath(path)} of the watched folder`
    return { subject, problem: file.problem, remedy, fix }
  }
  const lost = needed.nowhere.get(oid)
  const fix = () => quarantine(gitDir, file.path)
  const remedy =
    lost === undefined
      ? 'move it to quarantine; a pack has it, or no snapshot needs it'
      : `move it to quarantine; nothing else has it (${showPath(lost)})`
  return { subject, problem: file.problem, remedy, fix }
}

async function giveBack({ repo }: Patient, oid: Oid, path: RawPath): Promise<void> {
  await rewriteBlob(repo.gitDir, oid, readFromRoot(repo.root, path))
}
