import { CONFIG_KEY_NAMES } from '../../model/config.ts'
import type { LoadedConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { resolveRoots } from '../../store/home/roots.ts'
import { environment } from '../../system/environment.ts'

/** Returns the configuration in force, and where each value comes from. */
export function configJson(home: Home, loaded: LoadedConfig) {
  const values = CONFIG_KEY_NAMES.map((key) => {
    const source = loaded.sources[key]
    const origin =
      source.kind === 'file' ? { source: 'file', line: source.line } : { source: source.kind }
    return [key, { value: loaded.config[key] ?? null, ...origin }] as const
  })
  return {
    type: 'config' as const,
    version: 1,
    home: home.path,
    home_source: environment('FLIGHTREC_HOME') ? 'environment' : 'default',
    path: home.configPath,
    exists: loaded.exists,
    values: Object.fromEntries(values),
    roots: resolveRoots(loaded.config['watch.roots']),
    warnings: [...loaded.warnings, ...loaded.remarks],
  }
}

export function configPathJson({ configPath }: Home) {
  return { type: 'config-path' as const, version: 1, path: configPath }
}

/** Returns what is said of a configuration that was written. */
export function initJson({ configPath }: Home, roots: readonly string[]) {
  return { type: 'init' as const, version: 1, path: configPath, roots }
}
