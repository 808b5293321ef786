import { join } from 'node:path'
import {
  entryTime,
  type ReflogEntry,
  readReflog,
  reflogEntry,
  reflogPath,
  writeReflog,
} from '../../git/history/reflog.ts'
import { EVIDENCE, GAPS, MAIN, META, NOTES, withRefLock } from '../../git/history/refs.ts'
import { parseCommit } from '../../git/objects/commit-format.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { keepCopy } from '../../git/upkeep/quarantine.ts'
import { showCount } from '../../model/counts.ts'
import type { Gap } from '../../model/gap.ts'
import type { Oid } from '../../model/oid.ts'
import { showText } from '../../model/show.ts'
import { checkRef, readTip } from '../../store/timeline/ref-check.ts'
import { readSound, walkChain } from '../../store/timeline/timeline-walk.ts'
import { now } from '../../system/clock.ts'
import { storeGap } from '../snapshot/store-gap.ts'
import type { Problem, RepoCheck } from './check.ts'
import { giveUpTail, type LostTail, setRef, type TailCare, writeRebuilt } from './lost-tail.ts'

/** The gaps first: the mend of the timeline adds to them. */
const ORDER = [GAPS, MAIN, META, NOTES, EVIDENCE] as const

/** A ref and its reflog name the same commits; where one is damaged, the other mends it. */
export const refsCheck: RepoCheck = {
  id: 'refs',
  find: ({ repo: { gitDir } }) => refProblems(gitDir, ORDER, (ref) => CARE[ref] ?? {}),
}

/** Meta is told apart by the snapshots that name it, and what notes say can be made anew. */
const CARE: Partial<Record<string, TailCare>> = {
  [MAIN]: {
    async giveUp(tail, setBack) {
      await storeGap(tail.gitDir, damageGap(tail))
      await setBack()
    },
  },
  [GAPS]: {
    canBeginAnew: true,
    async giveUp(tail, setBack) {
      await setBack()
      await storeGap(tail.gitDir, { ...damageGap(tail), detail: 'the list of gaps itself' })
    },
  },
}

function damageGap({ since, entries, at }: LostTail): Gap {
  const detail = `${showCount(entries.length - 1 - at, 'snapshot')} cannot be read`
  return { reason: 'damage', from: since, to: Math.max(since, now()), detail }
}

/** Returns what is wrong with `refs` and their reflogs, in that order; at most one problem for each. */
export async function refProblems(
  gitDir: string,
  refs: readonly string[],
  careFor: (ref: string) => TailCare,
): Promise<Problem[]> {
  const reader = new ObjectReader(gitDir)
  try {
    const problems: Problem[] = []
    for (const ref of refs) {
      const problem =
        (await refProblem(gitDir, ref, reader, careFor(ref))) ?? (await reflogProblem(gitDir, ref))
      if (problem) problems.push(problem)
    }
    return problems
  } finally {
    reader.close()
  }
}

/** The ref is damaged, names a missing commit, or is behind what its reflog says was acknowledged. */
async function refProblem(
  gitDir: string,
  ref: string,
  reader: ObjectReader,
  care: TailCare,
): Promise<Problem | undefined> {
  const { entries } = readReflog(gitDir, ref)
  const tip = readTip(gitDir, ref)
  const last = entries.at(-1)
  if (tip === undefined && last?.from === undefined) return undefined
  const isNamed = entries.some(({ to }) => to === tip)
  const isUsable = tip !== undefined && tip !== 'bad' && (await isCommit(reader, tip))
  if (isUsable && tip === last?.to) return undefined
  // What the last move was to start from: it was interrupted, which costs nothing.
  if (isUsable && (!isNamed || last?.from === tip)) return undefined
  const problem =
    tip === 'bad'
      ? 'it does not hold an object name'
      : tip === undefined
        ? 'it is missing'
        : isUsable
          ? 'it was set back'
          : 'its commit is missing or damaged'
  const at = await newestUsable(entries, reader)
  const since = await timeMsOf(entries[Math.max(at, 0)], reader)
  const mend = await mendOf({ gitDir, ref, entries, at, since }, care)
  return { subject: showText(join(gitDir, ref)), ...mend, problem: problem + (mend.problem ?? '') }
}

async function mendOf(
  tail: LostTail,
  care: TailCare,
): Promise<Pick<Problem, 'remedy' | 'fix'> & { problem?: string }> {
  const lost = tail.entries.length - 1 - tail.at
  const rebuilt = lost > 0 && care.rebuild ? await care.rebuild(tail) : []
  const whole = { ...tail, at: tail.at + rebuilt.length }
  const isLost = rebuilt.length < lost
  if (whole.at < 0 && !care.canBeginAnew)
    return { remedy: 'Nothing in its reflog can be read either.' }
  const to = whole.entries[whole.at]?.to.slice(0, 12)
  const remedies = [
    rebuilt.length > 0 && 'write the commit anew from what it named; its hash agrees',
    isLost && 'note the gap, keep what nothing names then under refs/flightrec/salvage',
    to === undefined ? 'begin it anew' : `set it to the newest commit there is, ${to}`,
  ]
  return {
    ...(isLost && {
      problem: `; ${showCount(lost - rebuilt.length, 'newer commit')} of it cannot be read`,
    }),
    remedy: remedies.filter((remedy) => remedy !== false).join(', '),
    async fix() {
      await writeRebuilt(tail, rebuilt)
      await (isLost ? giveUpTail(whole, care) : setRef(whole))
    },
  }
}

/** When a commit was made; of one that cannot be read, as its reflog has it. */
async function timeMsOf(entry: ReflogEntry | undefined, reader: ObjectReader): Promise<number> {
  const bytes = entry && (await readSound(reader, entry.to, 'commit'))
  const seconds = bytes ? parseCommit(bytes).timeSeconds : entry && entryTime(entry)
  return seconds === undefined ? now() : seconds * 1000
}

async function newestUsable(
  entries: readonly ReflogEntry[],
  reader: ObjectReader,
): Promise<number> {
  for (let at = entries.length - 1; at >= 0; at -= 1)
    if (await isCommit(reader, entries[at]!.to)) return at
  return -1
}

/** The ref is sound and its reflog is not: made anew from the commits. */
async function reflogProblem(gitDir: string, ref: string): Promise<Problem | undefined> {
  const reader = new ObjectReader(gitDir)
  const chain: ReflogEntry[] = []
  try {
    for await (const { oid, commit } of walkChain(gitDir, ref, reader)) {
      const message = commit?.message.split('\n', 1)[0] ?? 'damaged commit'
      chain.push(reflogEntry(oid, commit?.timeSeconds ?? 0, message, commit?.parents[0]))
    }
  } finally {
    reader.close()
  }
  const { damages } = checkRef(
    gitDir,
    ref,
    chain.map(({ to }) => to),
  )
  const damage = damages.find(({ kind }) => kind === 'reflog')
  if (!damage) return undefined
  return {
    subject: showText(reflogPath(gitDir, ref)),
    problem: damage.problem,
    remedy: 'make it anew from the commits, and keep a copy',
    fix: () =>
      withRefLock(gitDir, ref, () => {
        keepCopy(gitDir, reflogPath(gitDir, ref))
        writeReflog(gitDir, ref, chain.reverse())
      }),
  }
}

async function isCommit(reader: ObjectReader, oid: Oid): Promise<boolean> {
  return (await readSound(reader, oid, 'commit')) !== undefined
}
