import { join } from 'node:path'
import {
  type ReflogEntry,
  readReflog,
  reflogEntry,
  reflogPath,
  writeReflog,
} from '../../git/history/reflog.ts'
import { readRef, withRefLock, writeRef } from '../../git/history/refs.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { keepCopy } from '../../git/upkeep/quarantine.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { showCount } from '../../model/quantities.ts'
import { showText } from '../../model/show.ts'
import { CHAINS, checkRef } from '../../store/ref-check.ts'
import { readSound, walkChain } from '../../store/timeline-walk.ts'
import type { Problem, RepoCheck } from './check.ts'

/** A ref and its reflog name the same commits; where one is damaged, the other mends it. */
export const refsCheck: RepoCheck = {
  id: 'refs',
  find: ({ repo: { gitDir } }) => refProblems(gitDir, CHAINS),
}

export async function refProblems(gitDir: string, refs: readonly string[]): Promise<Problem[]> {
  const reader = new ObjectReader(gitDir)
  try {
    const problems: Problem[] = []
    for (const ref of refs) {
      const problem = (await refProblem(gitDir, ref, reader)) ?? (await reflogProblem(gitDir, ref))
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
): Promise<Problem | undefined> {
  const { entries } = readReflog(gitDir, ref)
  const tip = tipOf(gitDir, ref)
  const last = entries.at(-1)
  if (tip === undefined && last?.from === undefined) return undefined
  const isNamed = entries.some(({ to }) => to === tip)
  const isUsable = tip !== undefined && tip !== 'bad' && (await isCommit(reader, tip))
  if (isUsable && tip === last?.to) return undefined
  // What the last move was to start from: it was interrupted, which costs nothing.
  if (isUsable && (!isNamed || last?.from === tip)) return undefined
  const at = await newestUsable(entries, reader)
  const problem =
    tip === 'bad'
      ? 'it does not hold an object name'
      : tip === undefined
        ? 'it is missing'
        : isUsable
          ? 'it was set back'
          : 'its commit is missing or damaged'
  const subject = showText(join(gitDir, ref))
  if (at < 0) return { subject, problem, remedy: 'Nothing in its reflog can be read either.' }
  const lost = entries.length - 1 - at
  const tail = lost > 0 ? `; ${showCount(lost, 'newer commit')} of it cannot be read` : ''
  return {
    subject,
    problem: problem + tail,
    remedy: `set it to the newest commit of its reflog that is there, ${entries[at]!.to.slice(0, 12)}`,
    fix: () => setRef(gitDir, ref, entries, at),
  }
}

async function setRef(
  gitDir: string,
  ref: string,
  entries: readonly ReflogEntry[],
  at: number,
): Promise<void> {
  await withRefLock(gitDir, ref, () => {
    keepCopy(gitDir, join(gitDir, ref))
    if (at < entries.length - 1) {
      keepCopy(gitDir, reflogPath(gitDir, ref))
      writeReflog(gitDir, ref, entries.slice(0, at + 1))
    }
    writeRef(gitDir, ref, entries[at]!.to)
  })
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

function tipOf(gitDir: string, ref: string): Oid | 'bad' | undefined {
  try {
    return readRef(gitDir, ref)
  } catch (error) {
    if (error instanceof FlightrecError) return 'bad'
    throw error
  }
}

async function isCommit(reader: ObjectReader, oid: Oid): Promise<boolean> {
  return (await readSound(reader, oid, 'commit')) !== undefined
}
