/** git's reflogs: one line for each move of a ref, oldest first. They are the second witness of a timeline. */
import { join } from 'node:path'
import { isOid, type Oid } from '../../model/oid.ts'
import { FLIGHTREC } from '../../model/snapshot.ts'
import { readTextIfThere, writeFileDurably } from '../../system/files.ts'

export interface ReflogEntry {
  /** Absent in the first entry of a ref, and of one whose older entries were cut. */
  from?: Oid | undefined
  to: Oid
  line: string
}

export interface Reflog {
  entries: ReflogEntry[]
  /** Lines that are no entry, by their number from 1; a power cut can leave half a line. */
  bad: number[]
}

/** Stands for no commit. */
const ZERO_OID = '0'.repeat(40)

const LINE = /^([0-9a-f]{40}) ([0-9a-f]{40}) [^<>\n]*<[^<>\n]*> \d+ [+-]\d{4}(?:\t.*)?$/

/** Returns the entries of a ref, oldest first; none when it has no reflog. */
export function readReflog(gitDir: string, ref: string): Reflog {
  const text = readTextIfThere(reflogPath(gitDir, ref)) ?? ''
  const lines = text.split('\n')
  const reflog: Reflog = { entries: [], bad: [] }
  const last = lines.pop()
  if (last !== '') lines.push(`${last}\0`)
  lines.forEach((line, index) => {
    const [, from = '', to = ''] = LINE.exec(line) ?? []
    if (!isOid(to)) reflog.bad.push(index + 1)
    else
      reflog.entries.push({ from: isOid(from) && from !== ZERO_OID ? from : undefined, to, line })
  })
  return reflog
}

/** Returns where the reflog of `ref` lies, be it there or not. */
export function reflogPath(gitDir: string, ref: string): string {
  return join(gitDir, 'logs', ref)
}

/**
 * Replaces a reflog as a whole. The caller holds the lock of the ref, under which alone lines are added.
 * The first entry then comes from nowhere: what it came from may be gone.
 */
export function writeReflog(gitDir: string, ref: string, entries: readonly ReflogEntry[]): void {
  const lines = entries.map(({ line }, index) =>
    index === 0 ? `${ZERO_OID}${line.slice(40)}\n` : `${line}\n`,
  )
  writeFileDurably(reflogPath(gitDir, ref), lines.join(''))
}

/** When an entry was written, in seconds since the epoch. */
export function entryTime({ line }: ReflogEntry): number {
  return Number(/> (\d+) [+-]\d{4}(?:\t|$)/.exec(line)![1])
}

/** An entry as it would have been written when `to` became the newest commit. */
export function reflogEntry(
  to: Oid,
  timeSeconds: number,
  message: string,
  from: Oid | undefined,
): ReflogEntry {
  const who = `${FLIGHTREC.name} <${FLIGHTREC.email}> ${timeSeconds} +0000`
  const line = `${from ?? ZERO_OID} ${to} ${who}\t${message.replaceAll('\n', ' ')}`
  return { from, to, line }
}
