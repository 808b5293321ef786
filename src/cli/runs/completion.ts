import type { completionCommand } from '../commands/completion.ts'
import type { ContextOf } from '../framework/command.ts'
import { completionScript } from '../framework/completion.ts'

export async function run({
  args,
  catalogue,
  out,
}: ContextOf<typeof completionCommand>): Promise<number> {
  out.line(completionScript(args[0]!, catalogue).trimEnd())
  return 0
}
