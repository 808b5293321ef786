import type { helpCommand } from '../commands/help.ts'
import type { Command, ContextOf } from '../framework/command.ts'
import { commandHelp, programHelp } from '../framework/help.ts'
import { findCommand } from '../framework/parser.ts'

export async function run({
  args,
  catalogue,
  out,
}: ContextOf<typeof helpCommand>): Promise<number> {
  const path: Command[] = []
  for (const name of args) {
    const among = path.length === 0 ? catalogue : (path.at(-1)?.subcommands ?? [])
    path.push(findCommand(['flightrec', ...path.map((one) => one.name)].join(' '), among, name))
  }
  out.page()
  out.line((path.length > 0 ? commandHelp(path, out) : programHelp(catalogue, out)).trimEnd())
  return 0
}
