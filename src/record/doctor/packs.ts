import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  checksumHolds,
  checksummedObjectFiles,
  lonePackFiles,
} from '../../git/upkeep/checksummed-files.ts'
import { reindexPack } from '../../git/upkeep/mend-objects.ts'
import { quarantine } from '../../git/upkeep/quarantine.ts'
import { showText } from '../../model/show.ts'
import { removeIfThere } from '../../system/files.ts'
import type { Problem, RepoCheck } from './check.ts'

/** What can be made anew from a pack is; a pack that is itself damaged stays as it is. */
export const packsCheck: RepoCheck = {
  id: 'packs',
  async find({ repo: { gitDir } }) {
    const problems: Problem[] = []
    const files = checksummedObjectFiles(gitDir)
    const damaged = new Set<string>()
    for (const file of files) if (!(await checksumHolds(join(gitDir, file)))) damaged.add(file)
    for (const file of [...damaged, ...lonePackFiles(gitDir)])
      problems.push(packProblem(gitDir, file, damaged))
    return problems
  },
}

function packProblem(gitDir: string, file: string, damaged: ReadonlySet<string>): Problem {
  const path = join(gitDir, file)
  const subject = showText(path)
  const isDamaged = damaged.has(file)
  const problem = isDamaged
    ? 'its checksum does not match its content'
    : 'half of its pair is missing'
  const pack = file.replace(/idx$/, 'pack')
  const hasSoundPack =
    pack.endsWith('.pack') && existsSync(join(gitDir, pack)) && !damaged.has(pack)
  if (hasSoundPack) {
    const fix = () => reindexPack(gitDir, pack)
    return { subject, problem, remedy: 'make the index of the pack anew', fix }
  }
  if (file.endsWith('.pack')) {
    const remedy = 'Run `flightrec verify` to see what it costs; it stays as it is.'
    return { subject, problem, remedy }
  }
  if (file.endsWith('.idx')) {
    if (isDamaged)
      return { subject, problem, remedy: 'Its pack is damaged too; it stays as it is.' }
    const fix = () => quarantine(gitDir, path)
    return { subject, problem, remedy: 'move it to quarantine', fix }
  }
  const fix = () => void removeIfThere(path)
  return { subject, problem, remedy: 'remove it; git makes it anew', fix }
}
