import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { initJson } from '../../review/json/config.ts'
import { writeConfig } from '../../store/config/config-file.ts'
import { starterConfig } from '../../store/config/starter-config.ts'
import { existsConfig, prepareHome } from '../../store/home/home.ts'
import { broadReason, checkRoots, resolveRoots } from '../../store/home/roots.ts'
import type { initCommand } from '../commands/init.ts'
import type { ContextOf } from '../framework/command.ts'

export async function run({
  options,
  roots: given,
  home,
  out,
}: ContextOf<typeof initCommand>): Promise<number> {
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
    out.json(initJson(home, listed))
    return 0
  }
  out.line(`Config written to ${showText(home.configPath)}`)
  out.line()
  out.line('Next steps:')
  out.line('  flightrec watch --once   # take a snapshot of your watch roots')
  out.line('  flightrec tui            # explore recorded diffs in the TUI')
  return 0
}
