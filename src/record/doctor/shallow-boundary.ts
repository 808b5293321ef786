import { join } from 'node:path'
import { type ReflogEntry, readReflog } from '../../git/history/reflog.ts'
import { readShallow, writeShallow } from '../../git/history/shallow.ts'
import { parseCommit } from '../../git/objects/commit-format.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { keepCopy } from '../../git/upkeep/quarantine.ts'
import type { Oid } from '../../model/oid.ts'
import { showText } from '../../model/show.ts'
import { CHAINS } from '../../store/timeline/ref-check.ts'
import { readSound } from '../../store/timeline/timeline-walk.ts'
import type { RepoCheck } from './check.ts'

/** The boundary of a cut history. The reflogs name its commits too, so it can be made anew from them. */
export const shallowBoundary: RepoCheck = {
  id: 'shallow',
  async find({ repo: { gitDir } }) {
    const { commits, bad } = readShallow(gitDir)
    const named = CHAINS.flatMap((ref) => readReflog(gitDir, ref).entries.map(({ to }) => to))
    const known = new Set(named)
    const isStray = [...commits].some((oid) => !known.has(oid))
    // With a boundary it cannot read, git does not start.
    const missing = bad.length > 0 ? [] : await cutCommits(gitDir, 1)
    if (bad.length === 0 && !isStray && missing.every((oid) => commits.has(oid))) return []
    const path = join(gitDir, 'shallow')
    const fix = async () => {
      keepCopy(gitDir, path)
      writeShallow(gitDir, [])
      const kept = named.filter((oid) => commits.has(oid))
      writeShallow(gitDir, [...kept, ...(await cutCommits(gitDir, Infinity))])
    }
    return [
      {
        subject: showText(path),
        problem: 'it does not name the commits at which history was cut',
        remedy: 'make it anew from the reflogs, and keep a copy',
        fix,
      },
    ]
  },
}

/**
 * Of each reflog, the oldest commit that is there, when its parent is not. Only the first entry is proof of a
 * cut: further on, a commit before it may be damaged, which is no cut.
 */
async function cutCommits(gitDir: string, entriesMax: number): Promise<Oid[]> {
  const reader = new ObjectReader(gitDir)
  const cut: Oid[] = []
  try {
    for (const ref of CHAINS) {
      const oldest = await oldestThere(reader, readReflog(gitDir, ref).entries.slice(0, entriesMax))
      const parent = oldest?.parent
      if (parent && (await readSound(reader, parent, 'commit')) === undefined) cut.push(oldest.oid)
    }
    return cut
  } finally {
    reader.close()
  }
}

async function oldestThere(reader: ObjectReader, entries: readonly ReflogEntry[]) {
  for (const { to } of entries) {
    const bytes = await readSound(reader, to, 'commit')
    if (bytes) return { oid: to, parent: parseCommit(bytes).parents[0] }
  }
  return undefined
}
