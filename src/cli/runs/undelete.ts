import type { Reading } from '../../review/answers/reading.ts'
import { performUndelete } from '../../service/acts/undelete-act.ts'
import { undeleteJson } from '../../service/json/act.ts'
import { withReading, withReadingToWrite } from '../changes/reading.ts'
import type { undeleteCommand } from '../commands/undelete.ts'
import type { ContextOf } from '../framework/command.ts'
import { actContext } from '../recovery/act-context.ts'
import { listBursts } from '../recovery/burst-list.ts'
import { writeAct } from '../recovery/write-act.ts'

export async function run(context: ContextOf<typeof undeleteCommand>): Promise<number> {
  const { args, rest, options, out } = context
  const typed = [...args, ...rest]
  if (typed.length === 0 && !options.at)
    return withReading(context, (reading) => listDeleted(context, reading))
  return withReadingToWrite(context, async (reading) => {
    const wish = { ...options, paths: reading.paths(typed) }
    const report = await performUndelete(await actContext(context, reading), wish)
    return writeAct(out, report, undeleteJson)
  })
}

async function listDeleted(
  { out, options, roots }: ContextOf<typeof undeleteCommand>,
  reading: Reading,
): Promise<number> {
  const query = { latest: await reading.snapshots.latest(), sinceMs: reading.time(options.since) }
  await listBursts(out, reading, query, roots)
  return 0
}
