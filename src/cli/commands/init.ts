import { command } from '../framework/command.ts'

export const initCommand = command({
  name: 'init',
  group: 'record',
  summary: 'Write a starter config.toml',
  description: `
    Writes config.toml in the flightrec home, with the folders to record (\`--root\`; the current folder
    unless given) and every other key commented out at its default. Recording also works without it.`,
  options: {
    force: { type: 'boolean', summary: 'Replace a config.toml that is there; it is kept as .bak' },
  },
  examples: [['flightrec init --root ~/my-agent', 'Record one folder by default']],
  errors: ['bad-root', 'unsafe-home'],
  async run({ options, roots: given, home, out }) {
    const { writeConfig } = await import('../../store/config-file.ts')
    const { existsConfig, prepareHome } = await import('../../store/home.ts')
    const { broadReason, checkRoots, resolveRoots } = await import('../../store/roots.ts')
    const { starterConfig } = await import('../../store/starter-config.ts')
    const { FlightrecError } = await import('../../model/errors.ts')
    const { showText } = await import('../../model/show.ts')
    prepareHome(home)
    if (existsConfig(home) && !options.force) {
      throw new FlightrecError('failed', `config already exists at ${showText(home.configPath)}`, {
        hint: 'Run with --force to overwrite.',
      })
    }
    const roots = resolveRoots(given.length === 0 ? ['.'] : given)
    checkRoots(roots, home, { allowBroad: true })
    for (const root of roots) {
      const broad = broadReason(root)
      if (root.state === 'missing') out.warn(`'${showText(root.given)}' does not exist yet`)
      if (broad) out.warn(`'${showText(root.given)}' ${broad}; recording it will need --yes`)
    }
    const listed = roots.map(({ given, path, state }) => (state === 'missing' ? given : path))
    const backup = writeConfig(home, starterConfig(listed))
    if (backup) out.talk(`The config before is kept at ${showText(backup)}`)
    if (out.isJson) {
      out.json({ type: 'init', version: 1, path: home.configPath, roots: listed })
      return 0
    }
    out.line(`Config written to ${showText(home.configPath)}`)
    out.line()
    out.line('Next steps:')
    out.line('  flightrec watch --once   # take a snapshot of your watch roots')
    out.line('  flightrec tui            # explore recorded diffs in the TUI')
    return 0
  },
})
