/** Every command, in the order `--help` lists them within their groups. */
import type { Command } from './command.ts'
import { completionCommand } from './commands/completion.ts'
import { configCommand } from './commands/config.ts'
import { helpCommand } from './commands/help.ts'
import { initCommand } from './commands/init.ts'
import { verifyCommand } from './commands/verify.ts'

export const CATALOGUE: readonly Command[] = [
  // record
  initCommand,

  // read

  // recover

  // maintain
  verifyCommand,
  completionCommand,
  configCommand,
  helpCommand,
]
