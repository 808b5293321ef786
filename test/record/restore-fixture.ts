/** A recorded folder to restore in: snapshots are taken by hand of whatever is in it. */

import { rawFromText } from '../../src/model/raw-path.ts'
import type { Snapshot, Trigger } from '../../src/model/snapshot.ts'
import { type RestoreReport, type RestoreRequest, restore } from '../../src/record/restore.ts'
import { readLatest } from '../../src/store/timeline.ts'
import { rootState } from '../helpers/root-state.ts'
import { type ShadowFixture, shadowFixture } from '../helpers/shadow-fixture.ts'

export interface RestoreFixture extends ShadowFixture {
  /** Records the root as it is; paths in `unrecorded` are left out, with what is below them. */
  take(trigger?: Trigger): Promise<Snapshot>
  unrecorded: string[]
  restore(
    snapshot: Snapshot,
    request?: Partial<Omit<RestoreRequest, 'paths'>> & { paths?: string[] },
  ): Promise<RestoreReport>
  /** Does what the report of a restore says would undo it. */
  undo(report: RestoreReport): Promise<RestoreReport>
}

export function restoreFixture(): RestoreFixture {
  const fixture = shadowFixture()
  const { repo, reader, root } = fixture
  const made: RestoreFixture = {
    ...fixture,
    unrecorded: [],
    async take(trigger = 'watch') {
      const state = rootState(root)
      for (const path of state.keys()) {
        const isOut = made.unrecorded.some((out) => path === out || path.startsWith(`${out}/`))
        if (isOut) state.delete(path)
      }
      return await fixture.snapshot(state, { trigger })
    },
    async restore(snapshot, { paths = [''], ...request } = {}) {
      return await restore({
        repo,
        reader,
        snapshot,
        latest: (await readLatest(repo.gitDir, reader))!,
        paths: paths.map(rawFromText),
        remove: false,
        force: false,
        dryRun: false,
        takeSnapshot: made.take,
        ...request,
      })
    },
    async undo(report) {
      const paths = report.undoPaths.length > 0 ? report.undoPaths : [rawFromText('')]
      return await restore({
        repo,
        reader,
        snapshot: report.safety!,
        latest: (await readLatest(repo.gitDir, reader))!,
        paths,
        remove: true,
        force: false,
        dryRun: false,
        takeSnapshot: made.take,
      })
    },
  }
  return made
}
