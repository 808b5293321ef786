import { expect, test } from 'vitest'
import { testEnv } from '../helpers/test-env.ts'

test('config shows every key with its value and where it comes from', async () => {
  const env = testEnv()
  env.config(
    '[watch]\nroots = [".", "~/gone"]\n[snapshot]\nmax_file_size = "1.5 GB"\n[daemon]\ninterval_seconds=5',
  )
  expect((await env.run('config')).shown).toMatchInlineSnapshot(`
    "home                        FLIGHTREC_HOME  <home>
    watch.roots                 config.toml:2   "<root>"
                                                "<user-home>/gone"  (missing)
    watch.backend               default         "auto"
    watch.debounce_ms           default         100
    filter.include              default         []
    filter.exclude              default         "**/.git/**"
                                                "**/node_modules/**"
                                                "**/target/**"
                                                "**/.venv/**"
                                                "**/.cache/**"
                                                "**/.gradle/**"
                                                "**/.mypy_cache/**"
                                                "**/.next/**"
                                                "**/.pytest_cache/**"
                                                "**/.ruff_cache/**"
                                                "**/.turbo/**"
                                                "**/__pycache__/**"
    filter.extra_exclude        default         []
    filter.respect_gitignore    default         false
    daemon.interval_seconds     config.toml:6   5
    snapshot.max_file_size      config.toml:4   1500000000 B
    snapshot.max_store_size     default         20 GiB
    gc.keep_days                default         0
    terminal.record             default         true
    terminal.exclude_roots      default         []
    terminal.keep_days          default         30
    terminal.max_size           default         1 GiB
    terminal.max_total_size     default         10 GiB
    llm.enabled                 default         false
    llm.provider                default         "anthropic"
    llm.model                   default         "claude-haiku-4-5"
    llm.base_url                default         (not set)
    llm.api_key_env             default         (not set)
    llm.max_changes_per_prompt  default         30
    llm.roots                   default         []
    llm.timeout_seconds         default         120
    llm.input_price             default         (not set)
    llm.output_price            default         (not set)
    output.json_log_dir         default         (not set)
    "
  `)
})

test('config without a config.toml shows the defaults', async () => {
  const env = testEnv()
  const { stdout } = await env.run('config', '--json')
  const { exists, values } = JSON.parse(stdout)
  expect(exists).toBe(false)
  expect(values['daemon.interval_seconds']).toEqual({ value: 15, source: 'default' })
  expect(values['llm.base_url']).toEqual({ value: null, source: 'default' })
})

test('config path prints where config.toml is, whether or not it is there', async () => {
  const env = testEnv()
  expect((await env.run('config', 'path')).shown).toBe('<home>/config.toml\n')
})

test('unknown keys are warned of, with the one that was meant', async () => {
  const env = testEnv()
  env.config('[watch]\nrots = ["."]\ninterval_seconds = 5\n\n[filters]\nexclude = []\n')
  expect((await env.run('config')).stderr).toMatchInlineSnapshot(`
    "warning: config.toml:2: unknown key 'watch.rots'; did you mean 'watch.roots'?
    warning: config.toml:3: unknown key 'watch.interval_seconds'; did you mean 'daemon.interval_seconds'?
    warning: config.toml:5: unknown section 'filters'; did you mean 'filter'?
    "
  `)
})

test('a bad value is one error with file, line and the next step', async () => {
  const env = testEnv()
  env.config('[filter]\nexclude = [\n  "ok",\n  "[bad",\n]\n')
  expect((await env.run('config')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: config.toml:4: filter.exclude[1]: bad glob '[bad' at character 1: unclosed character class
    hint: Correct <home>/config.toml, then run \`flightrec config\` to check it.
    [exit 2]
    "
  `)
  expect((await env.run('config', 'nonsense')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: config does not know 'nonsense'
    hint: Run \`flightrec config\` or \`flightrec config path\`.
    [exit 2]
    "
  `)
})
