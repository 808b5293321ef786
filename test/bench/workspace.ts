/** The folder of one run of the benchmark: tree, homes and stores lie in it, on one file system. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeTree } from '../helpers/remove-tree.ts'

/** Only what keeps runs apart from the user's git, and from housekeeping that starts by itself. */
const GIT_CONFIG = `[user]
\tname = bench
\temail = bench@example.org
[init]
\tdefaultBranch = main
[gc]
\tauto = 0
[maintenance]
\tauto = false
`

const FILE_SYSTEMS: Record<number, string> = {
  61267: 'ext4',
  16914836: 'tmpfs',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlayfs',
}

export interface Workspace {
  path: string
  /** Environment of every program that is measured. */
  env: Record<string, string>
  fileSystem: string
  /** Returns the path of a fresh name in the workspace; nothing is there. */
  fresh(name: string): string
  /** Removes it all, unless it is to be kept. */
  close(): void
}

/** @throws {Error} when `keepPath` holds something already. */
export function openWorkspace(keepPath: string | undefined): Workspace {
  const path = makeFolder(keepPath)
  const env = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: join(path, 'user'),
    TMPDIR: join(path, 'tmp'),
    TZ: 'UTC',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(path, 'gitconfig'),
  }
  for (const folder of [env.HOME, env.TMPDIR]) mkdirSync(folder)
  writeFileSync(env.GIT_CONFIG_GLOBAL, GIT_CONFIG)
  let count = 0
  return {
    path,
    env,
    fileSystem: FILE_SYSTEMS[statfsSync(path).type] ?? 'unknown file system',
    fresh(name) {
      count += 1
      return join(path, `${name}-${count}`)
    },
    close() {
      if (keepPath === undefined) removeTree(path)
    },
  }
}

function makeFolder(keepPath: string | undefined): string {
  if (keepPath === undefined) return realpathSync(mkdtempSync(join(tmpdir(), 'flightrec-bench-')))
  mkdirSync(keepPath, { recursive: true })
  if (readdirSync(keepPath).length > 0) throw new Error(`${keepPath} is not empty`)
  return realpathSync(keepPath)
}
