import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { defaultConfig } from '../../../src/model/config.ts'
import { FlightrecError } from '../../../src/model/errors.ts'
import { compileFilter } from '../../../src/model/filter.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'
import { loadConfig } from '../../../src/store/config/config-file.ts'
import { locateHome } from '../../../src/store/home/home.ts'
import { isRoot } from '../../helpers/is-root.ts'

beforeEach(() => {
  process.env.FLIGHTREC_HOME = join(process.env.TMPDIR!, `home-${Math.random()}`)
  mkdirSync(process.env.FLIGHTREC_HOME, { recursive: true })
})

async function load(text: string | Uint8Array) {
  writeFileSync(locateHome().configPath, text)
  return await loadConfig(locateHome())
}

async function problem(text: string | Uint8Array): Promise<string> {
  const error = await load(text).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(FlightrecError)
  expect((error as FlightrecError).code).toBe('bad-config')
  return (error as FlightrecError).message
}

test('without a file the defaults hold', async () => {
  const loaded = await loadConfig(locateHome())
  expect(loaded.exists).toBe(false)
  expect(loaded.config).toEqual(defaultConfig())
})

test('a partial file is merged with the defaults, and each value knows its line', async () => {
  const { config, sources, warnings } = await load(
    '[daemon]\ninterval_seconds = 5\n\n[snapshot]\nmax_file_size = "2 GB"\n',
  )
  expect(config['daemon.interval_seconds']).toBe(5)
  expect(config['snapshot.max_file_size']).toBe(2_000_000_000)
  expect(config['watch.backend']).toBe('auto')
  expect(sources['snapshot.max_file_size']).toEqual({ kind: 'file', line: 5 })
  expect(sources['watch.backend']).toEqual({ kind: 'default' })
  expect(warnings).toEqual([])
})

test('errors name the line, the key and the element', async () => {
  expect(await problem('[filter]\ninclude = [\n  "a",\n  # b\n  "[bad",\n]\n')).toBe(
    "config.toml:5: filter.include[1]: bad glob '[bad' at character 1: unclosed character class",
  )
  expect(await problem('[daemon]\ninterval_seconds = "60"\n')).toBe(
    'config.toml:2: daemon.interval_seconds: expected a whole number, found the text "60"',
  )
  expect(await problem('[daemon]\ninterval_seconds = 0\n')).toBe(
    'config.toml:2: daemon.interval_seconds: 0 is too small; the least is 1',
  )
  expect(await problem('watch = 3')).toBe("config.toml:1: watch: expected a section '[watch]'")
})

const RUST_CONFIG = `[watch]
roots = ["~/my-agent"]

[filter]
include = [
    '**/*.md',
    '**/*.txt',
    '**/*.sh',
    '**/*.rs',
    '**/*.toml',
    '**/*.json',
    '**/*.yml',
    '**/*.yaml',
    '**/*.rb',
    '**/*.py',
    '**/*.ts',
    '**/*.tsx',
    '**/*.js',
]
exclude = [
    "**/.git/**",
    "**/node_modules/**",
    "**/*.log",
    "**/.DS_Store",
    "**/tmp/**",
    "**/.cache/**",
    "**/.next/**",
    "**/target/**",
    "**/.flightrec/**",
]

[daemon]
interval_seconds = 60

[llm]
enabled = false
provider = "anthropic"
model = "claude-haiku-4-5"
base_url = "https://api.anthropic.com/v1/"
api_key_env = "ANTHROPIC_API_KEY"
max_changes_per_prompt = 30

[output]
json_log_dir = "~/.flightrec/logs"
`

test('a config.toml of the Rust flightrec loads with its meaning', async () => {
  const { config, sources, warnings } = await load(RUST_CONFIG)
  expect(warnings).toEqual([])
  expect(config['watch.roots']).toEqual([join(process.env.HOME!, 'my-agent')])
  expect(config['filter.include']).toHaveLength(13)
  expect(config['llm.base_url']).toBe('https://api.anthropic.com/v1')
  expect(config['output.json_log_dir']).toBe(join(process.env.HOME!, '.flightrec/logs'))
  expect(sources['output.json_log_dir']).toEqual({ kind: 'file', line: 44 })
  const filter = compileFilter({
    include: config['filter.include'],
    exclude: config['filter.exclude'],
  })
  const recorded = ['README.md', 'src/a.rs', '.env', 'tmp/a.md', 'x/Makefile', 'a/.x.ts', 'a.MD']
  expect(recorded.filter((path) => filter.isRecorded(rawFromText(path)))).toEqual([
    'README.md',
    'src/a.rs',
    'a/.x.ts',
  ])
})

test('sizes are bytes, binary or decimal units', async () => {
  const size = async (text: string) =>
    (await load(`[snapshot]\nmax_file_size = ${text}`)).config['snapshot.max_file_size']
  expect(await size('4096')).toBe(4096)
  expect(await size('0')).toBe(0)
  expect(await size('"100 MiB"')).toBe(100 * 1024 ** 2)
  expect(await size('"2GB"')).toBe(2e9)
  expect(await size('"1.5 kb"')).toBe(1500)
  expect(await size('"512k"')).toBe(512 * 1024)
})

test('a wrong value says what was expected and what was found', async () => {
  const wrong = async (section: string, line: string) =>
    (await problem(`[${section}]\n${line}`)).replace('config.toml:2: ', '')
  expect([
    await wrong('watch', 'roots = "."'),
    await wrong('watch', 'roots = [".", 3]'),
    await wrong('watch', 'roots = [""]'),
    await wrong('watch', 'backend = "inotify"'),
    await wrong('watch', 'debounce_ms = 1.5'),
    await wrong('filter', 'respect_gitignore = "yes"'),
    await wrong('daemon', 'interval_seconds = -1'),
    await wrong('daemon', 'interval_seconds = 99999999999999999999'),
    await wrong('daemon', 'interval_seconds = nan'),
    await wrong('snapshot', 'max_file_size = "100 mega"'),
    await wrong('snapshot', 'max_file_size = -5'),
    await wrong('snapshot', 'max_file_size = "9999999 TiB"'),
    await wrong('gc', 'keep_days = 2026-01-01'),
    await wrong('gc', 'keep_days = { a = 1 }'),
    await wrong('llm', 'base_url = "localhost:11434"'),
    await wrong('llm', 'input_price = "cheap"'),
    await wrong('llm', 'input_price = -1'),
  ]).toMatchInlineSnapshot(`
    [
      "watch.roots: expected a list in square brackets, found the text "."",
      "watch.roots[1]: expected a text in quotes, found the number 3",
      "watch.roots[0]: the text is empty",
      "watch.backend: expected one of "auto", "native", "chokidar", "poll", found the text "inotify"",
      "watch.debounce_ms: expected a whole number, found the number 1.5",
      "filter.respect_gitignore: expected true or false, found the text "yes"",
      "daemon.interval_seconds: -1 is too small; the least is 1",
      "daemon.interval_seconds: the number is out of range; the most is 2147483",
      "daemon.interval_seconds: expected a whole number, found the number NaN",
      "snapshot.max_file_size: expected a size such as 1048576 or "100 MiB", found the text "100 mega"",
      "snapshot.max_file_size: expected a size such as 1048576 or "100 MiB", found the number -5",
      "snapshot.max_file_size: '9999999 TiB' is too large",
      "gc.keep_days: expected a whole number, found a date",
      "gc.keep_days: expected a whole number, found a section",
      "llm.base_url: expected an address that starts with http:// or https://, found the text "localhost:11434"",
      "llm.input_price: expected a price in US dollars such as 1.25, found the text "cheap"",
      "llm.input_price: expected a price in US dollars such as 1.25, found the number -1",
    ]
  `)
})

test('a key pasted in place of its variable is not shown', async () => {
  const message = await problem('[llm]\napi_key_env = "sk-ant-api03-secret"')
  expect(message).not.toContain('secret')
})

test('a price is any number that is not negative', async () => {
  const { config } = await load('[llm]\ninput_price = 1\noutput_price = 0.25\n')
  expect([config['llm.input_price'], config['llm.output_price']]).toEqual([1, 0.25])
})

test('an empty text unsets what may be unset', async () => {
  const { config } = await load(
    '[llm]\nbase_url = ""\ninput_price = ""\n[output]\njson_log_dir = ""\n',
  )
  expect(config['llm.input_price']).toBeUndefined()
  expect(config['llm.base_url']).toBeUndefined()
  expect(config['output.json_log_dir']).toBeUndefined()
})

test('what is not TOML is an error with its line', async () => {
  expect([
    await problem('[watch]\nroots = [\n'),
    await problem('[watch]\nroots = ["."]\nroots = ["."]\n'),
    await problem('[gc]\n[watch]\n[gc]\n'),
    await problem('[watch]\r\n\r\nroots == 3\r\n'),
    await problem('x = "\u001b[31m\n'),
    await problem('\0\0\0'),
    await problem(new Uint8Array([0x5b, 0x61, 0x5d, 0x0a, 0xff, 0xfe])),
    await problem('#'.repeat(1024 ** 2 + 1)),
  ]).toMatchInlineSnapshot(`
    [
      "config.toml:3: not valid TOML: unterminated inline array",
      "config.toml:3: 'watch.roots' stands on line 2 already",
      "config.toml:3: 'gc' stands on line 1 already",
      "config.toml:3: not valid TOML: unexpected character, expecting string, number, datetime, boolean, inline array or inline table",
      "config.toml:1: not valid TOML: control characters (codes < 0x1f and 0x7f) are not allowed in strings, use \\u001b instead",
      "config.toml:1: not valid TOML: unknown character "0"",
      "config.toml:2: it is not UTF-8 text",
      "config.toml: it is larger than 1 MiB",
    ]
  `)
})

test('a byte order mark and Windows line ends do not matter', async () => {
  const { config, sources } = await load('\ufeff[daemon]\r\n\r\ninterval_seconds = 7\r\n')
  expect(config['daemon.interval_seconds']).toBe(7)
  expect(sources['daemon.interval_seconds']).toEqual({ kind: 'file', line: 3 })
})

test('an empty file is all defaults', async () => {
  expect((await load('')).config).toEqual(defaultConfig())
})

test('no key reaches what objects inherit', async () => {
  expect(await problem('a = 1\nconstructor.prototype.polluted = 1\n')).toBe(
    "config.toml:2: no key is called 'constructor'",
  )
  expect(await problem('[watch]\n"toString" = 1\n')).toContain('config.toml:2')
  expect(await problem('[__proto__]\nx = 1\n')).toContain('config.toml:1')
  expect('polluted' in {}).toBe(false)
})

test('unknown keys and sections warn with what was probably meant', async () => {
  const { warnings, config } = await load(
    'roots = ["."]\n[watch]\ndebounce = 5\n"odd\\u001b key" = 1\n[tui]\nx = 1\n[gc]\nkeep_days = 3\n',
  )
  expect(warnings).toMatchInlineSnapshot(`
    [
      "config.toml:1: unknown section 'roots'",
      "config.toml:3: unknown key 'watch.debounce'; did you mean 'watch.debounce_ms'?",
      "config.toml:4: unknown key 'watch."odd\\u001b key"'",
      "config.toml:5: unknown section 'tui'",
    ]
  `)
  expect(config['gc.keep_days']).toBe(3)
})

test('a folder in place of config.toml is an error', async () => {
  mkdirSync(locateHome().configPath)
  await expect(loadConfig(locateHome())).rejects.toThrow('config.toml: it is a folder')
})

test('a pipe or a device in place of config.toml is an error, not a wait', async () => {
  execFileSync('mkfifo', [locateHome().configPath])
  await expect(loadConfig(locateHome())).rejects.toThrow('config.toml: it is a pipe or device')
  rmSync(locateHome().configPath)
  symlinkSync('/dev/zero', locateHome().configPath)
  await expect(loadConfig(locateHome())).rejects.toThrow('config.toml: it is a pipe or device')
})

test.skipIf(isRoot)(
  'an unreadable config.toml is an error (root may read all: skipped for it)',
  async () => {
    writeFileSync(locateHome().configPath, '', { mode: 0o000 })
    await expect(loadConfig(locateHome())).rejects.toThrow('it cannot be read (EACCES)')
  },
)
