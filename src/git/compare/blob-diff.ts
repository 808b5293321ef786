/** Compares two contents by their names, wherever they stand in whatever trees. */
import type { Oid } from '../../model/oid.ts'
import { git } from '../process/run.ts'
import { ALWAYS, patchBody } from './diff.ts'

export interface BlobDiffOptions {
  /** How many unchanged lines stand around each change. */
  contextLines: number
  /** Lines that differ in blanks alone are the same. */
  ignoresBlanks: boolean
}

/** Returns the hunks from the first `@@` on, git's line on binary content, or nothing where all is the same. */
export async function diffBlobs(
  gitDir: string,
  before: Oid,
  after: Oid,
  { contextLines, ignoresBlanks }: BlobDiffOptions,
): Promise<Buffer> {
  const how = [...ALWAYS, '--patch', `-U${contextLines}`, ...(ignoresBlanks ? ['-w'] : [])]
  return patchBody(await git(gitDir, ['diff', ...how, before, after, '--']))
}
