import { type Command, command } from '../framework/command.ts'

export const helpCommand = command({
  name: 'help',
  group: 'maintain',
  summary: 'Print help, of all commands or of one',
  arguments: [
    {
      name: 'COMMAND',
      summary: 'Command to explain',
      optional: true,
      repeated: true,
    },
  ],
  isPlain: true,
  examples: [['flightrec help completion', 'The same as `flightrec completion --help`']],
  async run({ args, catalogue, out }) {
    const { commandHelp, programHelp } = await import('../framework/help.ts')
    const { findCommand } = await import('../framework/parser.ts')
    const path: Command[] = []
    for (const name of args) {
      const among = path.length === 0 ? catalogue : (path.at(-1)?.subcommands ?? [])
      path.push(findCommand(['flightrec', ...path.map((one) => one.name)].join(' '), among, name))
    }
    out.page()
    out.line((path.length > 0 ? commandHelp(path, out) : programHelp(catalogue, out)).trimEnd())
    return 0
  },
})
