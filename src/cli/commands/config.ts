import { command } from '../framework/command.ts'

export const configCommand = command({
  name: 'config',
  group: 'maintain',
  summary: 'Show the configuration in force, and where each value comes from',
  description: `
    Checks config.toml and prints every key with its value. With \`path\`, prints only where config.toml is,
    or would be. The keys are described in docs/configuration.md.`,
  arguments: [{ name: 'path', summary: 'The word `path`', optional: true, choices: ['path'] }],
  examples: [
    ['flightrec config', 'Show what is in force'],
    ['flightrec config path', 'Print where config.toml is, as for an editor'],
  ],
  errors: ['bad-config'],
  async run({ args, home, out }) {
    const { FlightrecError } = await import('../../model/errors.ts')
    const { configAsJson, configLines } = await import('../settings/config-report.ts')
    const { loadConfig } = await import('../../store/config-file.ts')
    const { showText } = await import('../../model/show.ts')
    if (args[0] === 'path') {
      if (out.isJson) out.json({ type: 'config-path', version: 1, path: home.configPath })
      else out.line(showText(home.configPath))
      return 0
    }
    if (args[0] !== undefined) {
      throw new FlightrecError('usage', `config does not know '${showText(args[0])}'`, {
        hint: 'Run `flightrec config` or `flightrec config path`.',
      })
    }
    const { rulesInForce } = await import('../../rules/in-force.ts')
    const loaded = await loadConfig(home)
    rulesInForce(loaded.rules)
    for (const warning of [...loaded.warnings, ...loaded.remarks]) out.warn(warning)
    if (out.isJson) out.json(configAsJson(home, loaded))
    else for (const line of configLines(home, loaded, out.style)) out.line(line)
    return 0
  },
})
