import { type ChangeType, changedPath } from '../../model/change.ts'
import { showCount } from '../../model/counts.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath, showText } from '../../model/show.ts'
import { answerReplay, readReplaySteps } from '../../review/answers/replay.ts'
import { withReading } from '../changes/reading.ts'
import type { replayCommand } from '../commands/replay.ts'
import type { ContextOf } from '../framework/command.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof replayCommand>): Promise<number> {
  const { out, options, signal } = context
  return withReading(context, async (reading) => {
    if (out.isJson) return await writeAnswers(context, answerReplay(reading, options))
    const { root } = reading.repo
    const whole = (path: RawPath) => `${showText(root)}${path === '' ? '' : `/${showPath(path)}`}`
    out.page()
    for await (const { snapshot, diff } of readReplaySteps(reading, options)) {
      signal.throwIfAborted()
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
