/** The history to replay as one line of commits in a git repository packed as well as git packs. */
import { existsSync } from 'node:fs'
import { makeUpHistory } from './made-up-history.ts'
import type { BenchOptions } from './options.ts'
import { run, runText } from './programs.ts'
import type { Workspace } from './workspace.ts'

export interface Upstream {
  gitDir: string
  /** Oldest first. */
  commits: readonly { commit: string; tree: string }[]
}

/** The repository of a user, unlike a bare one, has none. */
const NO_BITMAP = ['git', '-c', 'repack.writeBitmaps=false']
const LINEAR = 'refs/heads/linear'
/** Fields of a commit in `git log`: tree, author, time, message; NUL ends each. */
const FORMAT = '%T%x00%an <%ae>%x00%at%x00%B%x00'

/**
 * Clones a history with nothing in it but its first-parent commits: the same trees, authors and messages as
 * the snapshots will have trees, so that neither side stores what the other does not.
 */
export function makeUpstream(workspace: Workspace, options: BenchOptions): Upstream {
  const source = workspace.fresh('history')
  if (options.history === undefined) makeUpHistory(workspace, source, options)
  else run(workspace, ['git', 'clone', '--quiet', '--bare', fromOf(options.history), source])
  linearise(workspace, source)
  const gitDir = workspace.fresh('upstream')
  const clone = ['git', 'clone', '--quiet', '--bare', '--no-local', '--single-branch']
  run(workspace, [...clone, '--branch', 'linear', '--template=', source, gitDir])
  run(workspace, [...NO_BITMAP, `--git-dir=${gitDir}`, 'repack', '-adfq'])
  const lines = runText(workspace, [
    'git',
    `--git-dir=${gitDir}`,
    'log',
    '--reverse',
    '--format=%H %T',
    LINEAR,
  ])
  const commits = lines.split('\n').map((line) => {
    const [commit, tree] = line.split(' ')
    return { commit: commit!, tree: tree! }
  })
  return { gitDir, commits }
}

function fromOf(path: string): string {
  if (!existsSync(path)) throw new Error(`there is no repository at ${path}`)
  return path
}

function linearise(workspace: Workspace, gitDir: string): void {
  const git = ['git', `--git-dir=${gitDir}`]
  const log = ['log', '--first-parent', '--reverse', '-z', `--format=tformat:${FORMAT}`, 'HEAD']
  const fields = run(workspace, [...git, ...log])
    .toString('utf8')
    .split('\0')
  const commits: string[] = []
  // With -z a NUL ends each commit too, so that there are five fields of each.
  for (let at = 0; at + 4 < fields.length; at += 5) {
    const [tree, author, time, message] = fields.slice(at, at + 4)
    const stamp = `${author} ${time} +0000`
    commits.push(
      `commit ${LINEAR}\nauthor ${stamp}\ncommitter ${stamp}\n`,
      `data ${Buffer.byteLength(message!)}\n${message}\nM 040000 ${tree} ""\n`,
    )
  }
  run(workspace, [...git, 'fast-import', '--quiet'], { input: commits.join('') })
}
