/** The text `flightrec init` writes: the roots, and every other key with its default, commented out. */
import {
  CONFIG_KEY_NAMES,
  CONFIG_KEYS,
  CONFIG_SECTIONS,
  type ConfigKey,
  type ConfigSpec,
} from '../../model/config.ts'
import { writeSize } from '../../model/write-size.ts'

const HEAD = `# Configuration of flightrec. A line that begins with "# key =" shows a default: to change it,
# take the "# " away. \`flightrec config\` shows what is in force and where it comes from.
`

const RULES = `# Rules of your own, and changes to built-in ones; see \`flightrec rules list\`.
#   [[rules]]
#   id = "no-production"
#   risk = "danger"
#   summary = "Touches production"
#   commands = ["kubectl ** --context=prod*"]
#
#   [[rules]]
#   id = "dangerous-sudo"
#   disabled = true
`

/** Returns a config.toml that loads as it is. */
export function starterConfig(roots: readonly string[]): string {
  const sections = Object.entries(CONFIG_SECTIONS).map(([section, summary]) => {
    const keys = CONFIG_KEY_NAMES.filter((key) => key.startsWith(`${section}.`))
    const blocks = keys.map((key) => keyBlock(key, key === 'watch.roots' ? roots : undefined))
    return `# ${summary}\n[${section}]\n${blocks.join('\n')}`
  })
  return [HEAD, ...sections, RULES].join('\n')
}

function keyBlock(key: ConfigKey, given: readonly string[] | undefined): string {
  const spec: ConfigSpec = CONFIG_KEYS[key]
  const word = key.slice(key.indexOf('.') + 1)
  const summary = `# ${spec.summary}\n`
  if (given) return `${summary}${word} = ${formatTomlValue(given)}\n`
  if (spec.default === undefined)
    return `${summary}# Not set; for example:\n# ${word} = ${spec.example}\n`
  const value = formatDefault(spec).replaceAll('\n', '\n# ')
  return `${summary}# ${word} = ${value}\n`
}

/** Writes a default as it would stand in config.toml. */
export function formatDefault({ kind, default: value }: ConfigSpec): string {
  return kind === 'size' && value !== 0
    ? formatTomlValue(writeSize(value as number))
    : formatTomlValue(value)
}

/** Writes a text, number, boolean or list of texts as TOML; a long list on several lines. */
export function formatTomlValue(value: unknown): string {
  if (Array.isArray(value)) {
    const elements = value.map(formatTomlValue)
    const line = `[${elements.join(', ')}]`
    return line.length <= 80 ? line : `[\n${elements.map((element) => `  ${element},\n`).join('')}]`
  }
  // JSON's escapes are TOML's; only DEL it leaves as it is.
  return JSON.stringify(value).replaceAll('\x7f', '\\u007f')
}
