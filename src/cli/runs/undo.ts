import { UNPROVEN_LEFT, unprovenLines } from '../../service/acts/act-lines.ts'
import { performUndo } from '../../service/acts/undo-act.ts'
import type { UnprovenChange } from '../../service/acts/unproven-changes.ts'
import { undoJson } from '../../service/json/act.ts'
import { withReadingToWrite } from '../changes/reading.ts'
import type { undoCommand } from '../commands/undo.ts'
import type { ContextOf } from '../framework/command.ts'
import { actContext } from '../recovery/act-context.ts'
import { writeAct, writeActLines } from '../recovery/write-act.ts'
import { confirm, isAsked } from '../terminal/confirm.ts'

export async function run(context: ContextOf<typeof undoCommand>): Promise<number> {
  const { args, rest, options, out } = context
  return withReadingToWrite(context, async (reading) => {
    const wish = {
      ...options,
      name: args[0]!,
      paths: reading.paths([...args.slice(1), ...rest]),
      onUnproven: askForUnproven.bind(undefined, context),
    }
    return writeAct(out, await performUndo(await actContext(context, reading), wish), undoJson)
  })
}

/** Says what it is, and asks whether to take it back too where somebody is there to be asked. */
async function askForUnproven(
  { options, out, signal }: ContextOf<typeof undoCommand>,
  name: string,
  changes: readonly UnprovenChange[],
): Promise<boolean> {
  if (out.isJson) return false
  writeActLines(out, unprovenLines(name, changes))
  if (!options.dryRun && isAsked(out) && (await confirm('Take these back too?', out, signal)))
    return true
  out.talk(UNPROVEN_LEFT)
  return false
}
