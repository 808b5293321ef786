import { FlightrecError } from '../../model/errors.ts'
import { performRestore } from '../../service/acts/restore-act.ts'
import { restoreJson } from '../../service/json/act.ts'
import { withReading, withReadingToWrite } from '../changes/reading.ts'
import type { restoreCommand } from '../commands/restore.ts'
import type { ContextOf } from '../framework/command.ts'
import { actContext } from '../recovery/act-context.ts'
import { writeAct } from '../recovery/write-act.ts'

export async function run(context: ContextOf<typeof restoreCommand>): Promise<number> {
  const { args, rest, options, out } = context
  // Into another folder, it only reads what is recorded.
  const withRepo = options.to === undefined ? withReadingToWrite : withReading
  return withRepo(context, async (reading) => {
    if (options.to !== undefined && options.delete) {
      throw new FlightrecError('usage', 'restore --to does not take --delete', {
        hint: 'Restore into an empty folder, where there is nothing to delete.',
      })
    }
    const snapshot = await reading.snapshots.get(args[0]!)
    const paths = reading.paths([...args.slice(1), ...rest]) ?? []
    const act = await actContext(context, reading)
    return writeAct(out, await performRestore(act, { ...options, snapshot, paths }), restoreJson)
  })
}
