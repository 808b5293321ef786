import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testEnv } from '../helpers/test-env.ts'

test('init writes a config for the current folder, private, and says what comes next', async () => {
  const env = testEnv()
  expect((await env.run('init')).shown).toMatchInlineSnapshot(`
    "Config written to <home>/config.toml

    Next steps:
      flightrec watch --once   # take a snapshot of your watch roots
      flightrec tui            # explore recorded diffs in the TUI
    "
  `)
  const path = join(env.home, 'config.toml')
  expect(statSync(env.home).mode & 0o777).toBe(0o700)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(env.normalise(readFileSync(path, 'utf8'))).toMatchInlineSnapshot(`
    "# Configuration of flightrec. A line that begins with "# key =" shows a default: to change it,
    # take the "# " away. \`flightrec config\` shows what is in force and where it comes from.

    # What is watched, and how.
    [watch]
    # Folders to record; relative ones start at the folder flightrec is started in.
    roots = ["<root>"]

    # How changes are noticed; \`auto\` takes the best that works here.
    # backend = "auto"

    # Milliseconds without a change before a snapshot is taken; at most a second, or five for many deletions.
    # debounce_ms = 100

    # Which paths are recorded.
    [filter]
    # Record only paths that match one of these globs; an empty list records everything.
    # include = []

    # Do not record paths that match one of these globs; wins over \`filter.include\`.
    # exclude = [
    #   "**/.git/**",
    #   "**/node_modules/**",
    #   "**/target/**",
    #   "**/.venv/**",
    #   "**/.cache/**",
    #   "**/.gradle/**",
    #   "**/.mypy_cache/**",
    #   "**/.next/**",
    #   "**/.pytest_cache/**",
    #   "**/.ruff_cache/**",
    #   "**/.turbo/**",
    #   "**/__pycache__/**",
    # ]

    # Do not record paths that match one of these globs either; adds to \`filter.exclude\`.
    # extra_exclude = []

    # Leave out what the \`.gitignore\` files of a root name, such as \`.env\` and build output.
    # respect_gitignore = false

    # The regular look at everything.
    [daemon]
    # Seconds between two looks at all files, which catch what no watcher reported.
    # interval_seconds = 15

    # Limits on what a snapshot holds.
    [snapshot]
    # Files above this are recorded by size and SHA-256, without content; 0 is no limit.
    # max_file_size = "100 MiB"

    # Warn when the repos together grow beyond this; 0 is no limit.
    # max_store_size = "20 GiB"

    # How long history is kept.
    [gc]
    # Days of history \`flightrec gc\` keeps; 0 keeps everything.
    # keep_days = 0

    # Recordings of what a terminal showed, by \`flightrec run\` and \`flightrec record\`.
    [terminal]
    # Record the terminal of what \`flightrec run\` runs; the environment variable FLIGHTREC_TERMINAL=0 does not.
    # record = true

    # Folders in which, and below which, no terminal is recorded.
    # exclude_roots = []

    # Days a recording of a terminal is kept; the events of its session stay. 0 keeps it for good.
    # keep_days = 30

    # A recording that has grown to this ends there, and says so; 0 is no limit.
    # max_size = "1 GiB"

    # Warn when all recordings together take up more than this; 0 is no limit.
    # max_total_size = "10 GiB"

    # Narratives by a language model; off unless turned on.
    [llm]
    # Ask a language model for a narrative of each change; sends it what changed.
    # enabled = false

    # Who is asked.
    # provider = "anthropic"

    # Name of the model, as the provider spells it.
    # model = "claude-haiku-4-5"

    # Address of the provider's API, when it is not its usual one.
    # Not set; for example:
    # base_url = "http://localhost:11434"

    # Name of the environment variable that holds the API key; never the key itself.
    # Not set; for example:
    # api_key_env = "ANTHROPIC_API_KEY"

    # Changes sent in one question; the rest is only counted.
    # max_changes_per_prompt = 30

    # Only changes of these recorded folders are told of; an empty list tells of all.
    # roots = []

    # Seconds to wait for an answer; recording goes on meanwhile.
    # timeout_seconds = 120

    # US dollars for a million tokens sent, to reckon what a narrative costs.
    # Not set; for example:
    # input_price = 1.00

    # US dollars for a million tokens received.
    # Not set; for example:
    # output_price = 5.00

    # Logs for other programs.
    [output]
    # Folder that gets one JSON line for each snapshot, gap and warning; unset writes none.
    # Not set; for example:
    # json_log_dir = "~/.flightrec/logs"

    # Rules of your own, and changes to built-in ones; see \`flightrec rules list\`.
    #   [[rules]]
    #   id = "no-production"
    #   risk = "danger"
    #   summary = "Touches production"
    #   commands = ["kubectl ** --context=prod*"]
    #
    #   [[rules]]
    #   id = "dangerous-sudo"
    #   disabled = true
    "
  `)
})

test('what init wrote loads without a warning, and changes nothing but the roots', async () => {
  const env = testEnv()
  await env.run('init')
  const { values, warnings } = JSON.parse((await env.run('config', '--json')).stdout)
  expect(warnings).toEqual([])
  const fromFile = Object.keys(values).filter((key) => values[key].source === 'file')
  expect(fromFile).toEqual(['watch.roots'])
})

test('every commented default of the starter config is valid when uncommented', async () => {
  const env = testEnv()
  await env.run('init')
  const before = JSON.parse((await env.run('config', '--json')).stdout).values
  const text = readFileSync(join(env.home, 'config.toml'), 'utf8')
  env.config(text.replaceAll(/^# (?=[a-z_]+ = | {2}"|\])/gm, ''))
  const after = JSON.parse((await env.run('config', '--json')).stdout)
  expect(after.warnings).toEqual([])
  for (const [key, { value, source }] of Object.entries<{ value: unknown; source: string }>(
    after.values,
  )) {
    expect([key, source]).toEqual([key, 'file'])
    if (before[key].value !== null) expect([key, value]).toEqual([key, before[key].value])
  }
})

test('init refuses to replace a config, and with --force keeps the old one', async () => {
  const env = testEnv()
  env.config('# mine\n')
  expect((await env.run('init')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: config already exists at <home>/config.toml
    hint: Run with --force to overwrite.
    [exit 1]
    "
  `)
  expect((await env.run('init', '--force')).shown).toMatchInlineSnapshot(`
    "Config written to <home>/config.toml

    Next steps:
      flightrec watch --once   # take a snapshot of your watch roots
      flightrec tui            # explore recorded diffs in the TUI
    [stderr]
    The config before is kept at <home>/config.toml.bak
    "
  `)
  expect(readFileSync(join(env.home, 'config.toml.bak'), 'utf8')).toBe('# mine\n')
})

test('init takes several roots; one that does not exist is kept as it is written', async () => {
  const env = testEnv()
  mkdirSync(join(env.base, 'a "b"'))
  env.symlink(join(env.base, 'a "b"'), 'link')
  const result = await env.run('init', '--root', 'link', '--root', '~/later', '--json')
  expect(result.shown).toMatchInlineSnapshot(`
    "{"type":"init","version":1,"path":"<home>/config.toml","roots":["<base>/a \\"b\\"","~/later"]}
    [stderr]
    warning: '~/later' does not exist yet
    "
  `)
})

test('init refuses roots that lie in each other', async () => {
  const env = testEnv()
  env.mkdir('sub')
  expect((await env.run('init', '--root', '.', '--root', 'sub')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: 'sub' (<root>/sub) lies in '.' (<root>): its files would be recorded twice
    hint: Keep one of the two.
    [exit 2]
    "
  `)
})

test('init warns of a root that is the whole home folder', async () => {
  const env = testEnv()
  expect((await env.run('init', '--root', env.userHome)).stderr).toContain(
    'is your home folder; recording it will need --yes',
  )
})
