/** Checks each ref against its reflog, which names every move, and against the boundary of the cut history. */
import { type Reflog, readReflog } from '../../git/history/reflog.ts'
import { EVIDENCE, GAPS, MAIN, META, NOTES, readRef } from '../../git/history/refs.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import type { CheckFindings, Damage } from './damage.ts'

export const CHAINS = [MAIN, META, GAPS, NOTES, EVIDENCE] as const
export type ChainRef = (typeof CHAINS)[number]

/** @param chain the commits of `ref`, newest first, as far as they could be followed. */
export function checkRef(gitDir: string, ref: string, chain: readonly Oid[]): CheckFindings {
  const found: CheckFindings = { damages: [], notes: [] }
  const damage = (kind: Damage['kind'], subject: string, problem: string) =>
    found.damages.push({ kind, subject, problem, mendable: true })
  const reflog = readReflog(gitDir, ref)
  const log = `logs/${ref}`
  if (reflog.bad.length > 0)
    damage('reflog', log, `line ${reflog.bad.slice(0, 5).join(', ')} is no entry`)
  const tip = readTip(gitDir, ref)
  if (tip === 'bad') {
    damage('ref', ref, 'it does not hold an object name')
    return found
  }
  const last = reflog.entries.at(-1)
  if (tip === undefined) {
    if (last?.from) damage('ref', ref, 'it is missing, and its reflog is not')
    else if (last) found.notes.push(interrupted(ref))
    return found
  }
  if (!last) damage('reflog', log, 'it is missing or empty')
  else if (last.to !== tip) {
    if (last.from === tip) found.notes.push(interrupted(ref))
    else damage('reflog', log, 'its newest entry is not what the ref holds')
  }
  const break_ = firstBreak(reflog)
  if (break_) damage('reflog', log, break_)
  const named = new Set(reflog.entries.map(({ to }) => to))
  const unnamed = chain.filter((oid) => !named.has(oid)).length
  if (last && unnamed > 0) damage('reflog', log, `it does not name ${unnamed} commits of the chain`)
  return found
}

function interrupted(ref: string): string {
  return `the last move of ${ref} was not finished (the write was interrupted before it was acknowledged)`
}

/** Returns what a ref points at; `bad` when its file holds something else. */
export function readTip(gitDir: string, ref: string): Oid | 'bad' | undefined {
  try {
    return readRef(gitDir, ref)
  } catch (error) {
    if (error instanceof FlightrecError) return 'bad'
    throw error
  }
}

/** Each entry starts where the one before ended, or, after an interrupted move, where that one started. */
function firstBreak({ entries }: Reflog): string | undefined {
  if (entries[0]?.from) return 'its first entry does not start from nothing'
  for (let at = 1; at < entries.length; at += 1) {
    const before = entries[at - 1]!
    const { from } = entries[at]!
    if (from !== before.to && from !== before.from) return `entry ${at + 1} does not follow on`
  }
  return undefined
}
