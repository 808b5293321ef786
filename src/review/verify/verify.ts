/** Checks a whole shadow repo: every byte that is kept, and that the timeline is what flightrec wrote. */

import { gitResult } from '../../git/process/run.ts'
import { fsck } from '../../git/upkeep/fsck.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { formatDamage } from '../../store/home/format-version.ts'
import { rootHoldsCopy } from '../../store/home/root-copy.ts'
import type { SurveyedRepo } from '../../store/home/shadow-repos.ts'
import type { CheckFindings, Damage } from '../../store/timeline/damage.ts'
import { type DamageCost, damageCost } from '../../store/timeline/damage-cost.ts'
import { type ChainFacts, verifyChain } from './verify-chain.ts'
import { verifyFiles } from './verify-files.ts'
import { type ObjectFindings, verifyObjectFiles } from './verify-objects.ts'
import type { VerifyOptions } from './verify-options.ts'

const OBJECT_NAME = /\b[0-9a-f]{40}\b/g

/** Content that cannot be given back, and whether the watched folder still has it. */
type LostPath = DamageCost['lost'][number] & { isInRoot: boolean }

export interface Verification {
  repo: SurveyedRepo
  damages: Damage[]
  /** Odd, but no damage: traces of an interrupted write, files nobody needs. */
  notes: string[]
  facts: ChainFacts
  looseObjects: number
  packs: number
  /** What the damage costs; absent when all objects are sound. */
  cost?: Omit<DamageCost, 'lost'> & { lost: LostPath[] }
}

/** Re-hashes everything and follows every chain. Reads only; may run beside a recorder. */
export async function verify(
  repo: SurveyedRepo,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { gitDir } = repo
  const newer = formatDamage(gitDir)
  if (newer) return unread(repo, { damages: [newer] })
  const files = await verifyFiles(gitDir, repo.root)
  const objects = await verifyObjectFiles(gitDir, options)
  if (!(await gitAcceptsConfig(gitDir))) return withoutGit(repo, files, objects)
  const report = await fsck(gitDir, options)
  const chain = await verifyChain(gitDir, options)
  const damages = [...files.damages, ...objects.damages, ...chain.damages]
  const suspects = new Set<Oid>([...objects.objects, ...report.objects, ...chain.objects])
  damages.push(...unexplained(report.complaints, report.isClean, damages))
  const result: Verification = {
    repo,
    damages,
    notes: [...files.notes, ...objects.notes, ...chain.notes],
    facts: chain.facts,
    looseObjects: objects.loose,
    packs: objects.packs,
  }
  if (suspects.size > 0 || damages.some(({ mendable }) => !mendable))
    result.cost = await costWithCopies(repo, suspects, options.signal)
  return result
}

/** Whether git can read the config of the repo. */
export async function gitAcceptsConfig(gitDir: string): Promise<boolean> {
  const { exitCode } = await gitResult(gitDir, ['rev-parse', '--git-dir'], { accept: [128] })
  return exitCode === 0
}

/** With a config it cannot read, git does nothing at all: the rest is checked when that is mended. */
function withoutGit(
  repo: SurveyedRepo,
  files: CheckFindings,
  objects: ObjectFindings,
): Verification {
  return unread(repo, {
    damages: [...files.damages, ...objects.damages],
    notes: ['git cannot read the config, so the timeline was not checked'],
    looseObjects: objects.loose,
    packs: objects.packs,
  })
}

/** What is known of a repo whose timeline cannot be looked at. */
function unread(
  repo: SurveyedRepo,
  found: Partial<Verification> & Pick<Verification, 'damages'>,
): Verification {
  const facts = { snapshots: 0, isCut: false, gaps: { count: 0 } }
  return { repo, notes: [], facts, looseObjects: 0, packs: 0, ...found }
}

/** fsck's complaints that name no object found damaged already, so that nothing it says is lost. */
export function unexplained(
  complaints: readonly string[],
  isClean: boolean,
  damages: readonly Damage[],
): Damage[] {
  if (isClean) return []
  const known = new Set(damages.map(({ oid }) => oid).filter((oid) => oid !== undefined))
  const left = complaints.filter((line) => !namedObjects(line).some((oid) => known.has(oid)))
  if (left.length === 0 && damages.length === 0) left.push('it failed without a word')
  return left.map((problem) => ({ kind: 'fsck', subject: 'git fsck', problem, mendable: false }))
}

/** Object names in a line, those written as the path of a loose file too. */
function namedObjects(line: string): Oid[] {
  const plain = line.replaceAll(/\/([0-9a-f]{2})\/([0-9a-f]{38})\b/g, '/$1$2')
  return [...(plain.match(OBJECT_NAME) ?? [])].filter((name) => isOid(name))
}

async function costWithCopies(
  repo: SurveyedRepo,
  suspects: ReadonlySet<Oid>,
  signal: AbortSignal | undefined,
): Promise<NonNullable<Verification['cost']>> {
  const cost = await damageCost(repo.gitDir, suspects, signal)
  const lost: LostPath[] = []
  for (const content of cost.lost) {
    const isInRoot =
      !content.isFolder && (await rootHoldsCopy(repo.root, content.path, content.oid))
    lost.push({ ...content, isInRoot })
  }
  return { ...cost, lost }
}
