/** Every command, in the order `--help` lists them within their groups. */
import type { Command } from './command.ts'
import { completionCommand } from './commands/completion.ts'
import { helpCommand } from './commands/help.ts'

export const CATALOGUE: readonly Command[] = [
  // record

  // read

  // recover

  // maintain
  completionCommand,
  helpCommand,
]
