import type { DiffQuery } from '../../git/compare/diff.ts'
import { changedPath } from '../../model/change.ts'
import { ERRORS } from '../../model/errors.ts'
import { filterOf } from '../../model/filter.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import { diffEventJson } from '../../review/changes/diff-event.ts'
import { type DiffSides, readDiffRequest } from '../../review/changes/diff-request.ts'
import { diffSnapshots, type SnapshotDiff } from '../../review/changes/snapshot-diff.ts'
import { diffWorkTree, type RecordingScope } from '../../review/changes/work-tree-diff.ts'
import { homeInRoot } from '../../review/repo/root-paths.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { writeStat } from '../changes/change-lines.ts'
import { writePatch } from '../changes/patch-lines.ts'
import { type Reading, withReading } from '../changes/reading.ts'
import type { diffCommand } from '../commands/diff.ts'
import type { ContextOf } from '../framework/command.ts'

export async function run(context: ContextOf<typeof diffCommand>): Promise<number> {
  return withReading(context, async (reading) => {
    const { view } = reading
    const sides = await readDiffRequest(view, reading.snapshots, context.args)
    const paths = reading.paths(context.rest)
    const { from, to } = sides
    if (to) {
      const diff = await diffSnapshots(view, from, to, paths)
      const query = { before: from?.tree, after: to.tree, paths }
      await writeDiff(context, reading, sides, diff, query)
    } else {
      const scope = await recordingScope(context, view.repo.root)
      return await diffWorkTree(view, from!, scope, paths, async (diff, query) => {
        await writeDiff(context, reading, sides, diff, query)
        return await tellUnread(context, diff.unread)
      })
    }
    return 0
  })
}

type DiffContext = ContextOf<typeof diffCommand>

/** What the configuration says is recorded. */
async function recordingScope({ home, out }: DiffContext, root: string): Promise<RecordingScope> {
  const { config, warnings } = await loadConfig(home)
  for (const warning of warnings) out.warn(warning)
  return {
    filter: filterOf(config),
    respectGitignore: config['filter.respect_gitignore'],
    excluded: homeInRoot(root, home.path),
  }
}

/** Returns the exit code. */
async function tellUnread({ out }: DiffContext, unread: readonly RawPath[]): Promise<number> {
  if (unread.length === 0) return 0
  for (const path of unread) out.warn(`${showPath(path)} may not be read, so it was not compared`)
  return ERRORS.incomplete.exitCode
}

async function writeDiff(
  { out, options, signal }: DiffContext,
  { view, nowMs }: Reading,
  sides: DiffSides,
  diff: SnapshotDiff,
  query: DiffQuery,
): Promise<void> {
  if (out.isJson) {
    const facts = { view, query, ...sides }
    out.json(await diffEventJson(diff, { ...facts, createdMs: sides.to?.time ?? nowMs }))
    return
  }
  out.page()
  if (options.nameOnly) {
    for (const change of diff.changes) out.line(showPath(changedPath(change)))
  } else if (options.stat) {
    await writeStat(out, view, diff.changes)
  } else {
    await writePatch(out, view, query, diff, signal)
  }
}
