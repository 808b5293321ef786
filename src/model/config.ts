/**
 * Every key of config.toml in one table: what it may hold, what it is when nothing is said, what it does.
 * The reader, `flightrec config` and docs/configuration.md come from it.
 */

/** Sections in the order they are shown. */
export const CONFIG_SECTIONS = {
  watch: 'What is watched, and how.',
  filter: 'Which paths are recorded.',
  daemon: 'The regular look at everything.',
  snapshot: 'Limits on what a snapshot holds.',
  gc: 'How long history is kept.',
  terminal: 'Recordings of what a terminal showed, by `flightrec run` and `flightrec record`.',
  llm: 'Narratives by a language model; off unless turned on.',
  output: 'Logs for other programs.',
} as const

export const CONFIG_KEYS = {
  'watch.roots': {
    kind: 'paths',
    default: ['.'],
    summary: 'Folders to record; relative ones start at the folder flightrec is started in.',
    example: '["~/my-agent", "/srv/site"]',
  },
  'watch.backend': {
    kind: 'choice',
    choices: ['auto', 'native', 'chokidar', 'poll'],
    default: 'auto',
    summary: 'How changes are noticed; `auto` takes the best that works here.',
    example: '"poll"',
  },
  'watch.debounce_ms': {
    kind: 'integer',
    min: 0,
    max: 60_000,
    default: 100,
    summary:
      'Milliseconds without a change before a snapshot is taken; at most a second, or five for many deletions.',
    example: '250',
  },
  'filter.include': {
    kind: 'globs',
    default: [],
    summary: 'Record only paths that match one of these globs; an empty list records everything.',
    example: '["**/*.md", "src/**"]',
  },
  'filter.exclude': {
    kind: 'globs',
    default: [
      '**/.git/**',
      '**/node_modules/**',
      '**/target/**',
      '**/.venv/**',
      '**/.cache/**',
      '**/.gradle/**',
      '**/.mypy_cache/**',
      '**/.next/**',
      '**/.pytest_cache/**',
      '**/.ruff_cache/**',
      '**/.turbo/**',
      '**/__pycache__/**',
    ],
    summary: 'Do not record paths that match one of these globs; wins over `filter.include`.',
    example: '["**/.git/**", "**/node_modules/**"]',
  },
  'filter.extra_exclude': {
    kind: 'globs',
    default: [],
    summary: 'Do not record paths that match one of these globs either; adds to `filter.exclude`.',
    example: '["**/*.log", "dist/**"]',
  },
  'filter.respect_gitignore': {
    kind: 'boolean',
    default: false,
    summary:
      'Leave out what the `.gitignore` files of a root name, such as `.env` and build output.',
    example: 'true',
  },
  'daemon.interval_seconds': {
    kind: 'integer',
    min: 1,
    max: 2_147_483,
    default: 15,
    summary: 'Seconds between two looks at all files, which catch what no watcher reported.',
    example: '10',
  },
  'snapshot.max_file_size': {
    kind: 'size',
    default: 100 * 1024 ** 2,
    summary: 'Files above this are recorded by size and SHA-256, without content; 0 is no limit.',
    example: '"2 GiB"',
  },
  'snapshot.max_store_size': {
    kind: 'size',
    default: 20 * 1024 ** 3,
    summary: 'Warn when the repos together grow beyond this; 0 is no limit.',
    example: '"50 GiB"',
  },
  'gc.keep_days': {
    kind: 'integer',
    min: 0,
    max: 36_500,
    default: 0,
    summary: 'Days of history `flightrec gc` keeps; 0 keeps everything.',
    example: '30',
  },
  'terminal.record': {
    kind: 'boolean',
    default: true,
    summary:
      'Record the terminal of what `flightrec run` runs; the environment variable FLIGHTREC_TERMINAL=0 does not.',
    example: 'false',
  },
  'terminal.exclude_roots': {
    kind: 'paths',
    default: [],
    summary: 'Folders in which, and below which, no terminal is recorded.',
    example: '["~/private"]',
  },
  'terminal.keep_days': {
    kind: 'integer',
    min: 0,
    max: 36_500,
    default: 30,
    summary:
      'Days a recording of a terminal is kept; the events of its session stay. 0 keeps it for good.',
    example: '90',
  },
  'terminal.max_size': {
    kind: 'size',
    default: 1024 ** 3,
    summary: 'A recording that has grown to this ends there, and says so; 0 is no limit.',
    example: '"256 MiB"',
  },
  'terminal.max_total_size': {
    kind: 'size',
    default: 10 * 1024 ** 3,
    summary: 'Warn when all recordings together take up more than this; 0 is no limit.',
    example: '"2 GiB"',
  },
  'llm.enabled': {
    kind: 'boolean',
    default: false,
    summary: 'Ask a language model for a narrative of each change; sends it what changed.',
    example: 'true',
  },
  'llm.provider': {
    kind: 'choice',
    choices: ['anthropic', 'openai', 'openai-compatible', 'ollama'],
    default: 'anthropic',
    summary: 'Who is asked.',
    example: '"ollama"',
  },
  'llm.model': {
    kind: 'text',
    default: 'claude-haiku-4-5',
    summary: 'Name of the model, as the provider spells it.',
    example: '"llama3.2"',
  },
  'llm.base_url': {
    kind: 'url',
    default: undefined,
    summary: "Address of the provider's API, when it is not its usual one.",
    example: '"http://localhost:11434"',
  },
  'llm.api_key_env': {
    kind: 'variable',
    default: undefined,
    summary: 'Name of the environment variable that holds the API key; never the key itself.',
    example: '"ANTHROPIC_API_KEY"',
  },
  'llm.max_changes_per_prompt': {
    kind: 'integer',
    min: 0,
    default: 30,
    summary: 'Changes sent in one question; the rest is only counted.',
    example: '10',
  },
  'llm.roots': {
    kind: 'paths',
    default: [],
    summary: 'Only changes of these recorded folders are told of; an empty list tells of all.',
    example: '["~/my-agent"]',
  },
  'llm.timeout_seconds': {
    kind: 'integer',
    min: 1,
    max: 3600,
    default: 120,
    summary: 'Seconds to wait for an answer; recording goes on meanwhile.',
    example: '30',
  },
  'llm.input_price': {
    kind: 'price',
    default: undefined,
    summary: 'US dollars for a million tokens sent, to reckon what a narrative costs.',
    example: '1.00',
  },
  'llm.output_price': {
    kind: 'price',
    default: undefined,
    summary: 'US dollars for a million tokens received.',
    example: '5.00',
  },
  'output.json_log_dir': {
    kind: 'path',
    default: undefined,
    summary:
      'Folder that gets one JSON line for each snapshot, gap and warning; unset writes none.',
    example: '"~/.flightrec/logs"',
  },
} as const satisfies Record<string, ConfigSpec>

export interface ConfigSpec {
  kind: ConfigKind
  default: unknown
  /** One line; ends in a full stop. */
  summary: string
  /** As it would stand behind `=` in config.toml. */
  example: string
  min?: number
  max?: number
  choices?: readonly string[]
}

/** What each kind of value is once read. */
interface KindValue {
  boolean: boolean
  integer: number
  /** Bytes. */
  size: number
  /** US dollars. */
  price: number | undefined
  choice: string
  text: string
  url: string | undefined
  /** Name of an environment variable. */
  variable: string | undefined
  /** With `~` expanded. */
  path: string | undefined
  paths: readonly string[]
  globs: readonly string[]
}

export type ConfigKind = keyof KindValue
export type ConfigKey = keyof typeof CONFIG_KEYS

type ValueOf<Spec> = Spec extends { choices: readonly (infer Choice)[] }
  ? Choice
  : Spec extends { kind: infer Kind extends ConfigKind }
    ? KindValue[Kind]
    : never

/** The configuration in force: a value for every key, under its name in config.toml. */
export type Config = { readonly [Key in ConfigKey]: ValueOf<(typeof CONFIG_KEYS)[Key]> }

export const CONFIG_KEY_NAMES = Object.keys(CONFIG_KEYS) as ConfigKey[]

/** Returns the configuration without any file. */
export function defaultConfig(): Config {
  const entries = CONFIG_KEY_NAMES.map((key) => [key, CONFIG_KEYS[key].default])
  return Object.fromEntries(entries) as Config
}

export function isConfigKey(text: string): text is ConfigKey {
  return Object.hasOwn(CONFIG_KEYS, text)
}
