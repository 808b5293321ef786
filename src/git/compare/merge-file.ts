/** Merges the contents of a file with git's three-way merge of lines. */

import { writeFileSync } from 'node:fs'
import { PRIVATE_FILE, removeIfThere } from '../../system/files.ts'
import { draftPath } from '../drafts.ts'
import { gitFailure, gitResult } from '../process/run.ts'

/** One of the three, and what the markers of a conflict call it. */
interface MergeSide {
  content: Buffer
  label: string
}

interface Merged {
  content: Buffer
  /** Whether `content` holds markers where both sides changed the same lines. */
  hasConflicts: boolean
}

const CONFLICTS_MAX = 127
const REFUSED = 255

/** Returns undefined when git takes one of them for binary. */
export async function mergeFile(
  gitDir: string,
  ours: MergeSide,
  base: MergeSide,
  theirs: MergeSide,
): Promise<Merged | undefined> {
  const sides = [ours, base, theirs]
  const drafts = sides.map(() => draftPath(gitDir, 'merge'))
  try {
    for (const [at, { content }] of sides.entries()) {
      writeFileSync(drafts[at]!, content, { flag: 'wx', mode: PRIVATE_FILE })
    }
    const labels = sides.flatMap(({ label }) => ['-L', label])
    const args = ['merge-file', '--stdout', ...labels, ...drafts]
    const conflicts = Array.from({ length: CONFLICTS_MAX }, (_, at) => at + 1)
    const result = await gitResult(gitDir, args, { accept: [...conflicts, REFUSED] })
    const { stdout, stderr, exitCode } = result
    if (exitCode !== REFUSED) return { content: stdout, hasConflicts: exitCode > 0 }
    if (stderr.includes('Cannot merge binary files')) return undefined
    throw gitFailure(args, exitCode, stderr)
  } finally {
    for (const draft of drafts) removeIfThere(draft)
  }
}
