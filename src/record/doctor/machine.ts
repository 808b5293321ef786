/** git, Node and the disk. */
import { existsSync } from 'node:fs'
import { gitBinary, gitVersion } from '../../git/process/binary.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { formatSize } from '../../model/units.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { listShadowRepos } from '../../store/home/shadow-repos.ts'
import { freeDiskBytes, freeDiskFiles } from '../../system/files.ts'
import { storeExcess } from '../prune/maintenance-policy.ts'
import type { HomeCheck, Problem } from './check.ts'

const NODE_MIN = [20, 19] as const
const FREE_MIN_BYTES = 256 * 1024 ** 2
const FREE_MIN_FILES = 1000

export const gitCheck: HomeCheck = {
  id: 'git',
  find() {
    try {
      gitVersion()
      return []
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
      const subject = error.code === 'git-missing' ? 'git' : gitBinary()
      return [{ subject, problem: error.message, remedy: error.hint ?? 'Install git.' }]
    }
  },
}

export const nodeCheck: HomeCheck = {
  id: 'node',
  find: () => nodeProblems(process.versions.node),
}

/** @param version such as 20.19.0 */
export function nodeProblems(version: string): Problem[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return []
  return [
    {
      subject: 'Node',
      problem: `version ${version} is older than ${NODE_MIN.join('.')}`,
      remedy: `Install Node ${NODE_MIN.join('.')} or newer.`,
    },
  ]
}

export const diskCheck: HomeCheck = {
  id: 'disk',
  find(home) {
    if (!existsSync(home.path)) return []
    const subject = showText(home.path)
    const free = freeDiskBytes(home.path)
    if (freeDiskFiles(home.path) < FREE_MIN_FILES) {
      const problem = 'its disk has hardly a name left for new files'
      return [{ subject, problem, remedy: 'Remove small files from it, or run `flightrec gc`.' }]
    }
    if (free >= FREE_MIN_BYTES) return []
    return [
      {
        subject,
        problem: `only ${formatSize(free)} are free on its disk`,
        remedy: 'Free some space, or run `flightrec gc --max-size SIZE`.',
      },
    ]
  },
}

/** The disk that the record may take, by the configuration. */
export const budgetCheck: HomeCheck = {
  id: 'budget',
  async find(home) {
    const max = (await loadConfig(home).catch(() => undefined))?.config['snapshot.max_store_size']
    const excess = await storeExcess(listShadowRepos(home), max ?? 0)
    if (!excess) return []
    return [{ subject: showText(home.reposPath), problem: excess.problem, remedy: excess.remedy }]
  },
}
