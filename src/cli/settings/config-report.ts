/** How `flightrec config` shows the configuration in force. */
import {
  CONFIG_KEY_NAMES,
  CONFIG_KEYS,
  type Config,
  type ConfigKey,
  type ConfigSpec,
} from '../../model/config.ts'
import { showText } from '../../model/show.ts'
import { writeSize } from '../../model/write-size.ts'
import type { ConfigSource, LoadedConfig } from '../../store/config/config-file.ts'
import { formatTomlValue } from '../../store/config/starter-config.ts'
import type { Home } from '../../store/home/home.ts'
import { type Root, resolveRoots } from '../../store/home/roots.ts'
import { environment } from '../../system/environment.ts'
import type { Style } from '../terminal/style.ts'

const ROOT_STATES: Record<Root['state'], string> = {
  folder: '',
  missing: '  (missing)',
  'not-a-folder': '  (not a folder)',
  unreadable: '  (unreadable)',
}

interface Row {
  name: string
  source: string
  isDefault: boolean
  /** One line each; the first stands beside the name. */
  values: string[]
}

/** Returns aligned lines: key, where its value comes from, the value; lists one element a line. */
export function configLines(home: Home, { config, sources }: LoadedConfig, style: Style): string[] {
  const rows: Row[] = [
    homeRow(home),
    ...CONFIG_KEY_NAMES.map((key) => ({
      name: key,
      source: showSource(sources[key]),
      isDefault: sources[key].kind === 'default',
      values: showValues(key, config),
    })),
  ]
  const nameWidth = Math.max(...rows.map(({ name }) => name.length))
  const sourceWidth = Math.max(...rows.map(({ source }) => source.length))
  return rows.flatMap(({ name, source, isDefault, values }) =>
    values.map((value, index) => {
      const first = (text: string) => (index === 0 ? text : '')
      const origin = first(source).padEnd(sourceWidth)
      const shownOrigin = isDefault ? style('dim', origin) : origin
      return `${first(name).padEnd(nameWidth)}  ${shownOrigin}  ${value}`
    }),
  )
}

function homeRow(home: Home): Row {
  const isSet = Boolean(environment('FLIGHTREC_HOME'))
  const source = isSet ? 'FLIGHTREC_HOME' : 'default'
  return { name: 'home', source, isDefault: !isSet, values: [showText(home.path)] }
}

function showSource(source: ConfigSource): string {
  return source.kind === 'file' ? `config.toml:${source.line}` : 'default'
}

function showValues(key: ConfigKey, config: Config): string[] {
  const { kind }: ConfigSpec = CONFIG_KEYS[key]
  const value = config[key]
  if (value === undefined) return ['(not set)']
  if (key === 'watch.roots') {
    const roots = resolveRoots(config['watch.roots'])
    if (roots.length > 0) {
      return roots.map(({ path, state }) => showText(formatTomlValue(path)) + ROOT_STATES[state])
    }
  }
  if (kind === 'size') return [value === 0 ? '0  (no limit)' : writeSize(value as number)]
  if (!Array.isArray(value)) return [showText(formatTomlValue(value))]
  return value.length === 0 ? ['[]'] : value.map((element) => showText(formatTomlValue(element)))
}
