/** Checks out each commit of a history into a folder without .git and records it. */
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { stopIfInterrupted } from './interruption.ts'
import { run } from './programs.ts'
import { recordFolder } from './record-folder.ts'
import type { Upstream } from './upstream.ts'
import type { Workspace } from './workspace.ts'

/** Files are checked out as the bytes of their blobs. */
const ATTRIBUTES = '* -text -eol -crlf -ident -filter -working-tree-encoding\n'

export interface Replayed {
  gitDir: string
  root: string
  /** Snapshots whose tree is not the tree of the commit. */
  differing: number
}

export async function replay(
  workspace: Workspace,
  upstream: Upstream,
  home: string,
): Promise<Replayed> {
  const root = workspace.fresh('replayed')
  mkdirSync(root)
  mkdirSync(join(upstream.gitDir, 'info'), { recursive: true })
  appendFileSync(join(upstream.gitDir, 'info/attributes'), ATTRIBUTES)
  const git = ['git', `--git-dir=${upstream.gitDir}`, `--work-tree=${root}`]
  const recorder = await recordFolder(root, home)
  try {
    let differing = 0
    for (const { commit, tree } of upstream.commits) {
      await stopIfInterrupted()
      run(workspace, [...git, 'read-tree', '--reset', '-u', commit])
      const { snapshot } = await recorder.snapshot({ trigger: 'once' })
      if (snapshot.tree !== tree) differing += 1
    }
    await recorder.refreshIndex()
    return { gitDir: recorder.repo.gitDir, root, differing }
  } finally {
    await recorder.close()
  }
}
