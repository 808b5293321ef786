/** Reads config.toml over the defaults, and remembers where each value came from. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import {
  CONFIG_KEY_NAMES,
  CONFIG_KEYS,
  CONFIG_SECTIONS,
  type Config,
  type ConfigKey,
  defaultConfig,
  isConfigKey,
} from '../../model/config.ts'
import { parseConfigValue } from '../../model/config-value.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import {
  NO_RULE_SETTINGS,
  parseRuleSettings,
  RuleProblem,
  type RuleSettings,
} from '../../model/rule-settings.ts'
import { showText } from '../../model/show.ts'
import { expandTilde } from '../../system/environment.ts'
import { writeFileDurably } from '../../system/files.ts'
import { existsConfig, type Home } from '../home/home.ts'
import { configRemarks, droppedExcludes } from './config-remarks.ts'
import { ruleLines } from './rule-lines.ts'
import { formatTomlKey, scanTomlKeys } from './toml-lines.ts'
import { whyUntrusted } from './trusted-file.ts'

/** Where a value came from. */
export type ConfigSource = { kind: 'default' } | { kind: 'file'; line: number }

export interface LoadedConfig {
  config: Config
  sources: Record<ConfigKey, ConfigSource>
  rules: RuleSettings
  /** Whether there is a config.toml. */
  exists: boolean
  /** Lines for stderr, such as `config.toml:7: unknown key …`; safe to show. */
  warnings: string[]
  /** As `warnings`, of what may well be meant so: to be said where recording begins, not each time. */
  remarks: string[]
}

const FILE_MAX_BYTES = 1024 ** 2

/**
 * Returns the configuration in force; without a file, the defaults.
 * @throws {FlightrecError} bad-config, with file and line.
 */
export async function loadConfig(home: Home): Promise<LoadedConfig> {
  const text = readConfigText(home)
  if (text === undefined) return withDefaults(false)
  return mergeConfig(home, text, await parseToml(home, text))
}

/** Writes config.toml; one that was there is kept beside it, and its new path returned. */
export function writeConfig(home: Home, text: string): string | undefined {
  const backup = existsConfig(home) ? freePath(`${home.configPath}.bak`) : undefined
  if (backup) renameSync(home.configPath, backup)
  writeFileDurably(home.configPath, text)
  return backup
}

function freePath(wanted: string): string {
  let path = wanted
  for (let n = 2; lstatSync(path, { throwIfNoEntry: false }); n += 1) path = `${wanted}-${n}`
  return path
}

function withDefaults(exists: boolean): LoadedConfig {
  const sources = CONFIG_KEY_NAMES.map((key) => [key, { kind: 'default' }])
  return {
    config: defaultConfig(),
    rules: NO_RULE_SETTINGS,
    sources: Object.fromEntries(sources) as LoadedConfig['sources'],
    exists,
    warnings: [],
    remarks: [],
  }
}

function badConfig(home: Home, where: string, problem: string, cause?: unknown): FlightrecError {
  return new FlightrecError('bad-config', `config.toml${where}: ${problem}`, {
    hint: `Correct ${showText(home.configPath)}, then run \`flightrec config\` to check it.`,
    cause,
  })
}

function readConfigText(home: Home): string | undefined {
  const bytes = readConfigBytes(home)
  if (bytes === undefined) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw badConfig(home, `:${lineOfBadUtf8(bytes)}`, 'it is not UTF-8 text', error)
  }
}

/** Reads an ordinary file only: a pipe or a device in its place would never end. */
function readConfigBytes(home: Home): Buffer | undefined {
  let fd: number
  try {
    fd = openSync(home.configPath, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return undefined
    throw badConfig(home, '', `it cannot be read (${errno})`, error)
  }
  try {
    const stat = fstatSync(fd)
    if (!stat.isFile()) {
      throw badConfig(home, '', `it is a ${stat.isDirectory() ? 'folder' : 'pipe or device'}`)
    }
    const distrust = whyUntrusted(home.configPath, stat)
    if (distrust) {
      const problem = `${distrust.problem}, so it is not obeyed`
      throw new FlightrecError('bad-config', `config.toml: ${problem}`, { hint: distrust.remedy })
    }
    if (stat.size > FILE_MAX_BYTES) throw badConfig(home, '', 'it is larger than 1 MiB')
    return readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}

function lineOfBadUtf8(bytes: Buffer): number {
  const before = bytes.toString('utf8').split('\ufffd', 1)[0]!
  return before.split('\n').length
}

async function parseToml(home: Home, text: string): Promise<Record<string, unknown>> {
  const { keys, linesOf } = scanTomlKeys(text)
  // The parser would write below what an object inherits, such as `constructor`, for all of the program.
  for (const { segments, line } of keys) {
    const inherited = segments.find((segment) => segment in {})
    if (inherited) throw badConfig(home, `:${line}`, `no key is called '${inherited}'`)
  }
  const { default: parse } = await import('@iarna/toml/parse-string.js')
  try {
    return parse(text)
  } catch (error) {
    const { line, message } = error as Error & { line?: number }
    const problem = message.split(/ at row \d+, col \d+|\n/, 1)[0]!
    const where = line === undefined ? '' : `:${line + 1}`
    const again = keys.find((key) => key.line === line! + 1)
    const name = again && formatTomlKey(again.segments)
    const first = name === undefined ? undefined : linesOf.get(name)
    if (/redefine/.test(problem) && first !== undefined && first < again!.line) {
      throw badConfig(home, where, `'${showText(name!)}' stands on line ${first} already`, error)
    }
    const lowered = problem.charAt(0).toLowerCase() + problem.slice(1)
    throw badConfig(home, where, `not valid TOML: ${showText(lowered)}`, error)
  }
}

function mergeConfig(home: Home, text: string, parsed: Record<string, unknown>): LoadedConfig {
  const { linesOf } = scanTomlKeys(text)
  const loaded = withDefaults(true)
  const values: Record<string, unknown> = { ...loaded.config }
  const lineOf = (name: string) => linesOf.get(name) ?? 1
  const warn = (name: string, said: string) =>
    loaded.warnings.push(`config.toml:${lineOf(name)}: ${said}`)
  for (const [section, content] of Object.entries(parsed)) {
    const name = formatTomlKey([section])
    if (section === 'rules') {
      loaded.rules = readRules(home, text, content)
      continue
    }
    if (!Object.hasOwn(CONFIG_SECTIONS, section)) {
      warn(name, `unknown section '${showText(section)}'${suggestSection(section)}`)
      continue
    }
    if (!isTable(content)) {
      throw badConfig(home, `:${lineOf(name)}`, `${section}: expected a section '[${section}]'`)
    }
    for (const [word, raw] of Object.entries(content)) {
      const keyName = formatTomlKey([section, word])
      if (!isConfigKey(keyName)) {
        warn(keyName, `unknown key '${showText(keyName)}'${suggestKey(section, word)}`)
        continue
      }
      const found = parseConfigValue(keyName, raw)
      if ('problem' in found) {
        const place = found.index === undefined ? keyName : `${keyName}[${found.index}]`
        throw badConfig(home, `:${lineOf(place)}`, `${place}: ${found.problem}`)
      }
      values[keyName] = expandPaths(home, keyName, found.value)
      loaded.sources[keyName] = { kind: 'file', line: lineOf(keyName) }
    }
  }
  const config = values as Config
  for (const { place, said } of configRemarks(config)) warn(place, said)
  const dropped = droppedExcludes(config)
  if (dropped) loaded.remarks.push(`config.toml:${lineOf('filter.exclude')}: ${dropped}`)
  return { ...loaded, config }
}

function readRules(home: Home, text: string, content: unknown): RuleSettings {
  const { keys, linesOf } = scanTomlKeys(text)
  const lines = ruleLines(keys)
  const lineOf = (key: string): number => {
    const own = lines.get(key) ?? linesOf.get(key)
    const above = key.replace(/(?:\[\d+\]|\.\w+)$/, '')
    return own ?? (above === key ? 1 : lineOf(above))
  }
  try {
    return parseRuleSettings(content, lineOf)
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error
    throw badConfig(home, `:${lineOf(error.key)}`, `${error.key}: ${error.message}`)
  }
}

function isTable(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  )
}

/** Expands `~`; a log folder that is relative lies in the flightrec home. Roots stay relative: see roots.ts. */
function expandPaths(home: Home, key: ConfigKey, value: unknown): unknown {
  const { kind } = CONFIG_KEYS[key]
  if (kind === 'paths') return (value as string[]).map(expandTilde)
  if (kind === 'path' && value !== undefined) {
    return resolve(dirname(home.configPath), expandTilde(value as string))
  }
  return value
}

function suggestSection(section: string): string {
  const near = nearest(section, [...Object.keys(CONFIG_SECTIONS), 'rules'])
  return near ? `; did you mean '${near}'?` : ''
}

/** Looks in the section first, then for the same word in another one. */
function suggestKey(section: string, word: string): string {
  const words = CONFIG_KEY_NAMES.filter((key) => key.startsWith(`${section}.`))
  const near =
    CONFIG_KEY_NAMES.find((key) => key.endsWith(`.${word}`)) ??
    nearest(`${section}.${word}`, words) ??
    nearest(`${section}.${word}`, CONFIG_KEY_NAMES)
  return near ? `; did you mean '${near}'?` : ''
}
