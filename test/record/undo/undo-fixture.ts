/** A recorded folder in which changes are taken back. */
import { treesAt } from '../../../src/model/path-scope.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'
import type { Snapshot, SnapshotSpan } from '../../../src/model/snapshot.ts'
import { type UndoReport, type UndoRequest, undo } from '../../../src/record/undo/undo.ts'
import { diffSnapshots } from '../../../src/review/changes/snapshot-diff.ts'
import { RepoView } from '../../../src/review/repo/repo-view.ts'
import { recordingWith } from '../../helpers/recording-with.ts'
import { type RestoreFixture, restoreFixture } from '../restore/restore-fixture.ts'

export interface UndoFixture extends RestoreFixture {
  /** Takes snapshots back, newest first, or what is between two. */
  takeBack(
    what: Snapshot | readonly Snapshot[] | SnapshotSpan,
    request?: Partial<Omit<UndoRequest, 'scope'>> & { paths?: string[] },
  ): Promise<UndoReport>
  /** Does what the report of an undo says would undo it. */
  redo(report: UndoReport): Promise<UndoReport>
}

export function undoFixture(): UndoFixture {
  const fixture = restoreFixture()
  const takeBack: UndoFixture['takeBack'] = async (what, { paths = [''], ...more } = {}) => {
    const view = new RepoView(fixture.repo)
    try {
      return await undo({
        repo: fixture.repo,
        reader: view.reader,
        spans: 'before' in what ? [what] : await spansOf(view, [what].flat()),
        verb: 'undo',
        name: 'test',
        force: false,
        scope: treesAt(paths.map(rawFromText)),
        writeConflicts: false,
        dryRun: false,
        readChanges: async (before, after) => (await diffSnapshots(view, before, after)).changes,
        recording: recordingWith(fixture.take),
        command: 'flightrec undo test',
        ...more,
      })
    } finally {
      view.close()
    }
  }
  const redo: UndoFixture['redo'] = ({ safety, after }) =>
    takeBack({ before: safety!, after: after! })
  return Object.assign(fixture, { takeBack, redo })
}

async function spansOf(view: RepoView, snapshots: readonly Snapshot[]): Promise<SnapshotSpan[]> {
  const spans: SnapshotSpan[] = []
  for (const after of snapshots) spans.push({ before: (await view.parentOf(after))!, after })
  return spans
}
