import { join } from 'node:path'
import { type Commit, parseCommit } from '../../git/commit-format.ts'
import { ObjectReader } from '../../git/object-reader.ts'
import { keepCopy } from '../../git/quarantine.ts'
import { readReflog } from '../../git/reflog.ts'
import { readShallow, writeShallow } from '../../git/shallow.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { showText } from '../../model/show.ts'
import { CHAINS } from '../../store/ref-check.ts'
import { readSound } from '../../store/timeline-walk.ts'
import type { RepoCheck } from './check.ts'

/** The boundary of a cut history. Each reflog starts with the oldest commit kept, so it can be made anew. */
export const shallowBoundary: RepoCheck = {
  id: 'shallow',
  async find({ repo: { gitDir } }) {
    const { commits, bad } = readShallow(gitDir)
    const first = CHAINS.flatMap((ref) => readReflog(gitDir, ref).entries[0]?.to ?? [])
    const stray = [...commits].filter((oid) => !first.includes(oid))
    const missing = bad.length > 0 ? [] : await cutWithoutBoundary(gitDir, first, commits)
    if (bad.length === 0 && stray.length === 0 && missing.length === 0) return []
    const path = join(gitDir, 'shallow')
    const fix = async () => {
      keepCopy(gitDir, path)
      // git does not start with a boundary it cannot read: all candidates first, then those that are one.
      writeShallow(gitDir, first)
      const cut = await cutWithoutBoundary(gitDir, first, new Set())
      writeShallow(gitDir, [...cut, ...first.filter((oid) => commits.has(oid))])
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

/** Oldest commits whose parent is gone although no boundary says so. */
async function cutWithoutBoundary(
  gitDir: string,
  oldest: readonly Oid[],
  boundary: ReadonlySet<Oid>,
): Promise<Oid[]> {
  const candidates = oldest.filter((oid) => !boundary.has(oid))
  return await readCommits(gitDir, candidates, async (reader, { parents }) => {
    const [parent] = parents
    return parent !== undefined && (await readSound(reader, parent, 'commit')) === undefined
  })
}

async function readCommits(
  gitDir: string,
  oids: readonly Oid[],
  wanted: (reader: ObjectReader, commit: Commit) => Promise<boolean>,
): Promise<Oid[]> {
  const reader = new ObjectReader(gitDir)
  const found: Oid[] = []
  try {
    for (const oid of oids) {
      const bytes = await readSound(reader, oid, 'commit')
      if (bytes && (await wanted(reader, parseCommit(bytes)))) found.push(oid)
    }
  } catch (error) {
    // A commit that is no commit has its own check.
    if (!(error instanceof FlightrecError)) throw error
  } finally {
    reader.close()
  }
  return found
}
