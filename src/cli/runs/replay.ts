import { type ChangeType, changedPath } from '../../model/change.ts'
import { showCount } from '../../model/counts.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath, showText } from '../../model/show.ts'
import { diffEventJson } from '../../review/changes/diff-event.ts'
import { readReplay } from '../../review/history/replay.ts'
import { withReading } from '../changes/reading.ts'
import type { replayCommand } from '../commands/replay.ts'
import type { ContextOf } from '../framework/command.ts'

export async function run(context: ContextOf<typeof replayCommand>): Promise<number> {
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
}

const TITLES: Record<ChangeType, string> = {
  added: 'Added',
  removed: 'Removed',
  modified: 'Modified',
  renamed: 'Renamed',
  copied: 'Copied',
  mode: 'Mode',
}
