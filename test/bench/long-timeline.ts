/** Fills a shadow repo with a long timeline at once: git fast-import writes what thousands of snapshots would. */
import { mkdirSync } from 'node:fs'
import { UNATTRIBUTED } from '../../src/model/snapshot.ts'
import { formatSnapshotId } from '../../src/model/snapshot-id.ts'
import { formatSnapshotMessage } from '../../src/model/snapshot-message.ts'
import type { ShadowRepo } from '../../src/store/home/shadow-repos.ts'
import { run } from './programs.ts'
import { recordFolder } from './record-folder.ts'
import type { Workspace } from './workspace.ts'

const FILES = 200
const START_MS = Date.UTC(2026, 0, 1)
const BETWEEN_MS = 61_003

/** Records a fresh root in a fresh home, and gives it so many snapshots; each changes one file. */
export async function longTimeline(
  workspace: Workspace,
  snapshots: number,
): Promise<{ root: string; home: string; repo: ShadowRepo }> {
  const [root, home] = [workspace.fresh('long'), workspace.fresh('home')]
  mkdirSync(root)
  const recorder = await recordFolder(root, home)
  await recorder.close()
  importTimeline(workspace, recorder.repo.gitDir, snapshots)
  return { root, home, repo: recorder.repo }
}

function importTimeline(workspace: Workspace, gitDir: string, snapshots: number): void {
  const stream = Array.from({ length: snapshots }, (_, index) => snapshotOf(index)).join('')
  run(workspace, ['git', `--git-dir=${gitDir}`, 'fast-import', '--quiet'], { input: stream })
}

function snapshotOf(index: number): string {
  const timeMs = START_MS + index * BETWEEN_MS
  const path = `src/file-${index % FILES}.ts`
  const sign = index < FILES ? '+1' : '~1'
  const content = `state ${index}\n`
  const message = formatSnapshotMessage(`1 change: ${sign}  ${path}`, {
    id: formatSnapshotId(timeMs),
    trigger: 'watch',
    files: Math.min(index + 1, FILES),
    bytes: Math.min(index + 1, FILES) * content.length,
    skipped: 0,
    complete: true,
  })
  const stamp = `${Math.floor(timeMs / 1000)} +0000`
  return [
    'commit refs/heads/main',
    `author ${UNATTRIBUTED.name} <${UNATTRIBUTED.email}> ${stamp}`,
    `committer flightrec <flightrec@flightrec> ${stamp}`,
    `data ${Buffer.byteLength(message)}\n${message}`,
    `M 100644 inline ${path}`,
    `data ${content.length}\n${content}`,
  ].join('\n')
}
