/** A recorded folder to restore in. */

import { compileFilter } from '../../../src/model/filter.ts'
import { type RawPath, rawFromText } from '../../../src/model/raw-path.ts'
import type { Snapshot, Trigger } from '../../../src/model/snapshot.ts'
import type { Seen } from '../../../src/record/restore/on-disk.ts'
import {
  type RestoreReport,
  type RestoreRequest,
  restore,
} from '../../../src/record/restore/restore.ts'
import { openRecorder } from '../../../src/record/snapshot/recorder.ts'
import { readLatest } from '../../../src/store/timeline/timeline.ts'
import { recordingWith } from '../../helpers/recording-with.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

export interface RestoreFixture extends ShadowFixture {
  /** Records the root as it is, as far as the filter and the size cap let it. */
  take(trigger?: Trigger): Promise<Snapshot>
  /** Globs of what is not recorded. */
  unrecorded: string[]
  maxFileSizeBytes: number
  restore(
    snapshot: Snapshot,
    request?: Partial<Omit<RestoreRequest, 'paths'>> & { paths?: string[] },
  ): Promise<RestoreReport>
  /** Does what the report of a restore says would undo it. */
  undo(report: RestoreReport): Promise<RestoreReport>
}

export function restoreFixture(): RestoreFixture {
  const fixture = shadowFixture()
  const { repo, reader } = fixture
  const filter = () => compileFilter({ include: [], exclude: made.unrecorded })
  const request = async () => ({
    repo,
    reader,
    latest: (await readLatest(repo.gitDir, reader))!,
    remove: false,
    force: false,
    dryRun: false,
    willRecord: (path: RawPath, seen: Seen) =>
      seen.kind === 'folder' ? !filter().isPruned(path) : filter().isRecorded(path),
    recording: recordingWith(made.take),
    command: 'flightrec restore test',
  })
  const made: RestoreFixture = {
    ...fixture,
    unrecorded: [],
    maxFileSizeBytes: 1 << 20,
    async take(trigger = 'watch') {
      const limits = { maxFileSizeBytes: made.maxFileSizeBytes }
      const recorder = await openRecorder({ repo, filter: filter(), ...limits })
      const { snapshot } = await recorder.snapshot({ trigger })
      await recorder.close()
      return snapshot
    },
    async restore(snapshot, { paths = [''], ...more } = {}) {
      return await restore({
        ...(await request()),
        snapshot,
        paths: paths.map(rawFromText),
        ...more,
      })
    },
    async undo(report) {
      const paths = report.undoPaths.length > 0 ? report.undoPaths : [rawFromText('')]
      return await restore({ ...(await request()), snapshot: report.safety!, paths, remove: true })
    },
  }
  return made
}
