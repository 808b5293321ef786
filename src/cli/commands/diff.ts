import type { DiffQuery } from '../../git/compare/diff.ts'
import { ERRORS } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { DiffSides } from '../../review/changes/diff-request.ts'
import type { SnapshotDiff } from '../../review/changes/snapshot-diff.ts'
import type { RecordingScope } from '../../review/changes/work-tree-diff.ts'
import type { Reading } from '../changes/reading.ts'
import { type CommandContext, command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

type DiffContext = CommandContext<{ stat: boolean; nameOnly: boolean }>

export const diffCommand = command({
  name: 'diff',
  group: 'read',
  summary: 'Show what differs between two snapshots, or since the latest one',
  description: `
    Without a snapshot: the latest one against the root as it is now. Empty folders, files over the size cap, owners,
    and modes beyond the executable bit show only once there is a snapshot of them.
    With one: that snapshot against the latest. With two, or as \`A..B\`: the first against the second. With
    \`diff-<id>\`: what changed in that snapshot.

    Renames and copies are found by git, one to one.`,
  arguments: [
    { name: 'A', summary: 'The older snapshot, by any name of it', optional: true },
    { name: 'B', summary: 'The newer one', optional: true },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Only these files or folders' },
  options: {
    stat: { type: 'boolean', summary: 'Show which paths changed, and by how many lines' },
    'name-only': { type: 'boolean', summary: 'Show the paths alone' },
  },
  examples: [
    ['flightrec diff', 'What changed since the latest snapshot'],
    ["flightrec diff '10m ago' -- src", 'What changed in src in the last ten minutes'],
    ['flightrec diff latest~3 latest --stat', 'The last three changes in sum'],
  ],
  errors: ['no-store', 'incomplete', ...PLACE_ERRORS, 'bad-config'],
  async run(context) {
    const { withReading } = await import('../changes/reading.ts')
    return withReading(context, async (reading) => {
      const { readDiffRequest } = await import('../../review/changes/diff-request.ts')
      const { view } = reading
      const sides = await readDiffRequest(view, reading.snapshots, context.args)
      const paths = reading.paths(context.rest)
      const { from, to } = sides
      if (to) {
        const { diffSnapshots } = await import('../../review/changes/snapshot-diff.ts')
        const diff = await diffSnapshots(view, from, to, paths)
        const query = { before: from?.tree, after: to.tree, paths }
        await writeDiff(context, reading, sides, diff, query)
      } else {
        const { diffWorkTree } = await import('../../review/changes/work-tree-diff.ts')
        const scope = await recordingScope(context, view.repo.root)
        return await diffWorkTree(view, from!, scope, paths, async (diff, query) => {
          await writeDiff(context, reading, sides, diff, query)
          return await tellUnread(context, diff.unread)
        })
      }
      return 0
    })
  },
})

/** What the configuration says is recorded. */
async function recordingScope({ home, out }: DiffContext, root: string): Promise<RecordingScope> {
  const { loadConfig } = await import('../../store/config-file.ts')
  const { filterOf } = await import('../../model/filter.ts')
  const { homeInRoot } = await import('../../review/repo/root-paths.ts')
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
  const { showPath } = await import('../../model/show.ts')
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
    const { diffEventJson } = await import('../../review/changes/diff-event.ts')
    const facts = { view, query, ...sides }
    out.json(await diffEventJson(diff, { ...facts, createdMs: sides.to?.time ?? nowMs }))
    return
  }
  out.page()
  if (options.nameOnly) {
    const { changedPath } = await import('../../model/change.ts')
    const { showPath } = await import('../../model/show.ts')
    for (const change of diff.changes) out.line(showPath(changedPath(change)))
  } else if (options.stat) {
    const { statLines } = await import('../changes/change-lines.ts')
    for (const line of statLines(diff.changes, out.columns, out.style)) out.line(line)
  } else {
    const { writePatch } = await import('../changes/patch-lines.ts')
    await writePatch(out, view, query, diff, signal)
  }
}
