/** Other programs that record a folder: the anchors of whole runs. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './programs.ts'
import type { Workspace } from './workspace.ts'

export interface Peer {
  name: string
  /** Prints the version. */
  version: readonly string[]
  /** Makes an empty store; not timed. */
  init(store: string): void
  /** Records the folder: everything into an empty store, else what changed. */
  record(folder: string, store: string): void
}

export function gitPeer(workspace: Workspace): Peer {
  return {
    name: 'git',
    version: ['git', '--version'],
    init: () => {},
    record: (folder, store) => {
      run(workspace, ['git', 'init', '--quiet', '--bare', store])
      gitCommit(workspace, folder, store)
    },
  }
}

/** Commits what changed in `folder` to a git directory that lies elsewhere. */
export function gitCommit(workspace: Workspace, folder: string, gitDir: string): void {
  const git = ['git', `--git-dir=${gitDir}`, `--work-tree=${folder}`]
  run(workspace, [...git, 'add', '-A'])
  run(workspace, [...git, 'commit', '--quiet', '--allow-empty', '-m', 'bench'])
}

function resticPeer(workspace: Workspace): Peer {
  const env = { RESTIC_PASSWORD: 'bench', RESTIC_CACHE_DIR: join(workspace.path, 'restic-cache') }
  return {
    name: 'restic',
    version: ['restic', 'version'],
    init: (store) => run(workspace, ['restic', '-r', store, 'init'], { env }),
    record: (folder, store) =>
      run(workspace, ['restic', '-r', store, 'backup', '--quiet', folder], { env }),
  }
}

/** Without encryption, which is borg's fastest. */
function borgPeer(workspace: Workspace): Peer {
  const base = join(workspace.path, 'borg-base')
  const env = {
    BORG_BASE_DIR: base,
    BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
    BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
  }
  let count = 0
  return {
    name: 'borg',
    version: ['borg', '--version'],
    init: (store) => {
      mkdirSync(base, { recursive: true })
      run(workspace, ['borg', 'init', '-e', 'none', store], { env })
    },
    record: (folder, store) => {
      count += 1
      run(workspace, ['borg', 'create', `${store}::archive-${count}`, folder], { env })
    },
  }
}

export const PEERS = [gitPeer, resticPeer, borgPeer]
