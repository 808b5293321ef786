import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { configJson, configPathJson } from '../../review/json/config.ts'
import { rulesInForce } from '../../rules/in-force.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { configCommand } from '../commands/config.ts'
import type { ContextOf } from '../framework/command.ts'
import { configLines } from '../settings/config-report.ts'

export async function run({ args, home, out }: ContextOf<typeof configCommand>): Promise<number> {
  if (args[0] === 'path') {
    if (out.isJson) out.json(configPathJson(home))
    else out.line(showText(home.configPath))
    return 0
  }
  if (args[0] !== undefined) {
    throw new FlightrecError('usage', `config does not know '${showText(args[0])}'`, {
      hint: 'Run `flightrec config` or `flightrec config path`.',
    })
  }
  const loaded = await loadConfig(home)
  rulesInForce(loaded.rules)
  for (const warning of [...loaded.warnings, ...loaded.remarks]) out.warn(warning)
  if (out.isJson) out.json(configJson(home, loaded))
  else for (const line of configLines(home, loaded, out.style)) out.line(line)
  return 0
}
