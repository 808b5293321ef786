/**
 * Finds a place in a long timeline by time without walking it: the reflog has a line for each commit, in order
 * of time, so that a binary search needs a few reads. It is a hint that is checked, never the truth.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { errnoOf } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { reflogPath } from './reflog.ts'
import { readRef } from './refs.ts'

interface ReflogLine {
  start: number
  end: number
  from: string
  to: Oid
  timeSeconds: number
}

/** A message is cut to a line of the reflog; no line comes near this. */
const LINE_BYTES_MAX = 16 * 1024
const LINE = /^([0-9a-f]{40}) ([0-9a-f]{40}) [^<>\n]*<[^<>\n]*> (\d+) [+-]\d{4}/

/** A commit that is in time, and the one after it, which is too late. */
interface ReflogPlace {
  at: Oid
  next: Oid
}

/**
 * Returns the newest commit of `ref` at or before `timeSeconds`; undefined when the reflog does not tell.
 * Whoever uses it checks with git that `next` is there and follows `at`.
 */
export function findByReflog(
  gitDir: string,
  ref: string,
  timeSeconds: number,
): ReflogPlace | undefined {
  const fd = openReflog(gitDir, ref)
  if (fd === undefined) return undefined
  try {
    const size = fstatSync(fd).size
    const last = size === 0 ? undefined : lineBefore(fd, size)
    if (!last || last.to !== readRef(gitDir, ref) || last.timeSeconds <= timeSeconds)
      return undefined
    // Kept true: the line at `low` is in time, the one at `high` is too late.
    let low = lineAt(fd, 0)
    let high = last
    if (!low || low.timeSeconds > timeSeconds) return undefined
    while (low.end < high.start) {
      const middle = lineBefore(fd, low.end + Math.ceil((high.start - low.end) / 2), low.end)
      if (!middle) return undefined
      if (middle.timeSeconds <= timeSeconds) low = middle
      else high = middle
    }
    return high.from === low.to ? { at: low.to, next: high.to } : undefined
  } finally {
    closeSync(fd)
  }
}

function openReflog(gitDir: string, ref: string): number | undefined {
  try {
    return openSync(reflogPath(gitDir, ref), 'r')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Returns the line that holds the byte before `at`, or its whole neighbour; it starts at `floor` or later. */
function lineBefore(fd: number, at: number, floor = 0): ReflogLine | undefined {
  const from = Math.max(floor, at - LINE_BYTES_MAX)
  const bytes = Buffer.alloc(at - from)
  readSync(fd, bytes, 0, bytes.length, from)
  const newline = bytes.lastIndexOf(0x0a, bytes.length - 2)
  if (newline < 0 && from > floor) return undefined
  return lineAt(fd, from + newline + 1)
}

function lineAt(fd: number, start: number): ReflogLine | undefined {
  const bytes = Buffer.alloc(LINE_BYTES_MAX)
  const text = bytes.toString('latin1', 0, readSync(fd, bytes, 0, bytes.length, start))
  const length = text.indexOf('\n') + 1
  const [, from, to = '', seconds] = LINE.exec(text) ?? []
  if (length === 0 || from === undefined || !isOid(to)) return undefined
  return { start, end: start + length, from, to, timeSeconds: Number(seconds) }
}
