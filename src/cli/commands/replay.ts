import type { ChangeType } from '../../model/change.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { command } from '../framework/command.ts'

const TITLES: Record<ChangeType, string> = {
  added: 'Added',
  removed: 'Removed',
  modified: 'Modified',
  renamed: 'Renamed',
  copied: 'Copied',
  mode: 'Mode',
}

export const replayCommand = command({
  name: 'replay',
  group: 'read',
  summary: 'List all changes, oldest first',
  arguments: [],
  options: {
    since: { type: 'string', value: 'TIME', summary: 'Only changes at or after this time' },
    until: { type: 'string', value: 'TIME', summary: 'Only changes at or before this time' },
    path: {
      type: 'string',
      value: 'PATH',
      summary: 'Only changes of this file or folder, or of paths with this text in them',
    },
  },
  examples: [
    ["flightrec replay --since '2 hours ago' --path src", 'What happened to src, in order'],
    ['flightrec replay --json', 'The whole history with its text, one JSON value a change'],
  ],
  errors: ['no-store', 'incomplete'],
  async run(context) {
    const { withReading } = await import('../changes/reading.ts')
    const { readReplay } = await import('../../review/history/replay.ts')
    const { diffEventJson } = await import('../../review/changes/diff-event.ts')
    const { changedPath } = await import('../../model/change.ts')
    const { showCount } = await import('../../model/quantities.ts')
    const { showPath, showText } = await import('../../model/show.ts')
    const { out, options, signal } = context
    return withReading(context, async ({ view, time, replayPath }) => {
      const { root } = view.repo
      const whole = (path: RawPath) => `${showText(root)}${path === '' ? '' : `/${showPath(path)}`}`
      if (!out.isJson) out.page()
      const filter = {
        sinceMs: time(options.since),
        untilMs: time(options.until),
        path: replayPath(options.path),
      }
      for await (const { snapshot, parent, diff } of readReplay(view, filter)) {
        signal.throwIfAborted()
        if (out.isJson) {
          const query = { before: parent.tree, after: snapshot.tree }
          const facts = { view, query, from: parent, to: snapshot }
          out.json(await diffEventJson(diff, { ...facts, createdMs: snapshot.time }))
          await out.drain()
          continue
        }
        const created = new Date(snapshot.time).toISOString()
        out.line(`[${created}] diff-${snapshot.id} — ${showCount(diff.changes.length, 'change')}`)
        for (const change of diff.changes) {
          out.line(`  [${TITLES[change.type]}] ${whole(changedPath(change))}`)
          if (change.type !== 'renamed' && change.type !== 'copied') continue
          out.line(`      (from ${whole(change.before!.path)})`)
        }
        await out.drain()
      }
      return 0
    })
  },
})
