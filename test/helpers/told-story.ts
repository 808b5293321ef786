/**
 * A day that somebody has to look into: an agent on a recorded terminal that tidies more than it was asked to, another one
 * beside it, a person, a stretch that nobody recorded, and words that do not fit. All of it really happens.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OnTerminal } from './on-terminal.ts'
import { runProcess } from './processes.ts'
import type { TestEnv } from './test-env.ts'
import { until } from './until.ts'

const HOOK = resolve(import.meta.dirname, '../../hooks/flightrec-hook')
const AGENT = resolve(import.meta.dirname, '../fixtures/processes/story-agent.mjs')

export const PROMPT = 'Tidy up config/ and note it in the README.'
export const FALSE_WORDS = 'Done. I only changed README.md; all tests pass.'
export const TIDY = 'sh tools/tidy.sh --apply'

const APP_YML = `# Shop settings. Secrets are in secrets.yml.
server:
  port: 8080
  host: 0.0.0.0
database:
  url: \${DATABASE_URL}
  pool: 10
cache:
  driver: redis
  ttl: 300
  prefix: shop
mail:
  from: orders@shop.example
  transport: smtp
  retries: 3
include:
  - secrets.yml
  - legacy.ini
features:
  new_cart: true
`

const TIDIED_YML = APP_YML.replace(
  '# Shop settings. Secrets are in secrets.yml.',
  '# Shop settings.',
)
  .replace('driver: redis', 'driver: memory')
  .replace('  prefix: shop\n', '')
  .replace('  transport: smtp\n  retries: 3\ninclude:\n  - secrets.yml\n  - legacy.ini\n', '')

const CART_TEST =
  "import { total } from '../src/cart.ts'\n\ntest('adds up', () => {\n  expect(total([1, 2])).toBe(3)\n})\n"

/** What a program does is no shell's doing: the file that is run deletes. */
const TIDY_SH = `set -e
cat > config/app.yml <<'YML'
${TIDIED_YML}YML
mv config/app.staging.yml config/staging.yml
rm config/legacy.ini config/secrets.yml .env
echo 'tidy: 5 files in config/, 1 beside it'
echo '  - config/secrets.yml     not read by src/'
echo '  - config/legacy.ini      not read by src/'
echo '  - .env                   same keys as app.yml'
echo '  ~ config/app.yml         -8 +2'
`

const FILES: Readonly<Record<string, string>> = {
  'README.md': '# Shop\n\nSells things.\n\n## Settings\n\nSee config/app.yml.\n',
  '.gitignore': '.env\nnode_modules/\n',
  '.env':
    'STRIPE_KEY=sk_live_4eC39HqLyjWDarjtT1zdp7dcA9x2\nDATABASE_URL=postgres://shop:hunter2hunter2@db/shop\nMAIL_FROM=orders@shop.example\n',
  'config/app.yml': APP_YML,
  'config/app.staging.yml': APP_YML.replace('8080', '9090'),
  'config/legacy.ini': Array.from({ length: 38 }, (_, n) => `key${n} = value${n}\n`).join(''),
  'config/secrets.yml':
    'stripe_key: sk_live_9aB8cD7eF6gH5iJ4kL3mN2oP\nsmtp_password: correct-horse-battery\nrotated: 2026-10-02\n',
  'src/cart.ts':
    'export const total = (items: number[]) => items.reduce((sum, one) => sum + one, 0)\n',
  'src/server.ts':
    "import { total } from './cart.ts'\n\nexport function serve(port: number) {\n  return { port, total }\n}\n",
  'src/money.ts': 'export const cents = (euro: number) => Math.round(euro * 100)\n',
  'test/cart.test.ts': CART_TEST,
  'package.json': '{ "name": "shop", "private": true, "scripts": { "test": "sh test/run.sh" } }\n',
  'test/run.sh':
    'test -f config/secrets.yml || { echo "FAIL test/config.test.ts: secrets.yml is missing"; exit 1; }\necho ok\n',
}

export interface StoryPlaces {
  /** The session of the agent that tidied. */
  session: string
  /** The number of the step in which it did. */
  tidied: number
}

/** Milliseconds between two acts; a person looking at it later is glad of more. */
export interface StorySettings {
  pace?: number
}

/** Records the story in the root of `env`; a daemon is left running. */
export async function tellStory(
  env: TestEnv,
  { pace = 60 }: StorySettings = {},
): Promise<StoryPlaces> {
  for (const [name, content] of Object.entries(FILES))
    env.write(name, content, name === '.env' ? 0o600 : 0o644)
  env.write('public/logo.png', PNG)
  env.config(`[watch]\nroots = [${JSON.stringify(env.root)}]\n`)
  await env.run('daemon', 'start')
  const storyFile = join(env.base, 'story.json')
  const story = { session: 'tidy', model: 'claude-opus-4-8', pace, steps: STEPS(env.root, pace) }
  writeFileSync(storyFile, JSON.stringify(story))
  const transcript = join(env.userHome, '.claude/projects/shop/tidy.jsonl')
  const command = [process.execPath, AGENT, storyFile, HOOK, transcript]
  const settings = { columns: 80, rows: 24 }
  const terminal = OnTerminal.flightrec(
    env,
    settings,
    'run',
    '--agent',
    'claude-code',
    '--',
    ...command,
  )
  const meeting = async (name: string, meanwhile: () => Promise<void>) => {
    await until(
      `the agent waits at ${name}`,
      () => existsSync(`${storyFile}.${name}`),
      () => terminal.shown,
    )
    await meanwhile()
    writeFileSync(`${storyFile}.${name}.go`, '')
  }
  const codex = new CodexBeside(env)
  await codex.say('SessionStart', { source: 'startup' })
  await codex.say('UserPromptSubmit', { prompt: 'Add tests for the cart' })
  await meeting('tests', () =>
    codex.patch(
      'test/cart.test.ts',
      `${CART_TEST}\ntest('of nothing', () => {\n  expect(total([])).toBe(0)\n})\n`,
    ),
  )
  await meeting('person', () => personEdits(env))
  await meeting('gap', () => unrecorded(env, pace))
  await codex.shell('ls src', 'cart.ts\nmoney.ts\nserver.ts\n')
  await terminal.ended()
  await codex.say('Stop', { last_assistant_message: 'Two tests for the cart.' })
  const sessions = async () => {
    const { stdout } = await env.run('sessions', '--json')
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ListedSession)
  }
  let found: ListedSession | undefined
  // What its transcript says is read after it has ended, and may open it once more.
  await until('the session has ended', async () => {
    found = (await sessions()).find(({ agent_session }) => agent_session === 'tidy')
    return found !== undefined && found.ended_at !== null
  })
  const { stdout } = await env.run('inspect', found!.id, '--json')
  const events = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ListedEvent)
  return { session: found!.id, tidied: events.find(({ command }) => command === TIDY)!.seq }
}

interface ListedEvent {
  seq: number
  command?: string
}

interface ListedSession {
  id: string
  agent_session: string | null
  ended_at: string | null
}

const read = (root: string, path: string, more: object = {}) => ({
  ...{ does: 'call', tool: 'Read', shown: path, input: { file_path: join(root, path) } },
  ...{ answer: { type: 'text', file: { filePath: join(root, path), content: FILES[path] ?? '' } } },
  ...more,
})

const shell = (command: string, more: object = {}) => ({
  ...{ does: 'call', tool: 'Bash', input: { command }, run: command },
  ...more,
})

const STEPS = (root: string, pace: number) => [
  { does: 'prompt', text: PROMPT },
  { does: 'say', text: "I'll look at config/ first." },
  shell('ls config'),
  read(root, 'config/app.yml', { quick: true }),
  read(root, 'config/legacy.ini', { quick: true }),
  read(root, 'config/secrets.yml', { quick: true }),
  { does: 'event', name: 'SubagentStart', more: { agent_id: 'explore1', agent_type: 'Explore' } },
  shell('grep -rn secrets.yml src || true', { agent: { id: 'explore1', type: 'Explore' } }),
  read(root, 'src/server.ts', { agent: { id: 'explore1', type: 'Explore' } }),
  {
    does: 'event',
    name: 'SubagentStop',
    more: {
      agent_id: 'explore1',
      agent_type: 'Explore',
      last_assistant_message: 'Nothing in src reads legacy.ini.',
    },
  },
  {
    does: 'call',
    tool: 'mcp__github__search_code',
    shown: 'github.search_code',
    input: { query: 'legacy.ini' },
    answer: { content: [{ type: 'text', text: '0 results' }] },
  },
  shell('grep -rn legacy.ini src test'),
  shell('rm -rf config/legacy.ini config/secrets.yml .env', { refused: true }),
  { does: 'say', text: "Then I'll use a small script." },
  {
    does: 'call',
    tool: 'Write',
    shown: 'tools/tidy.sh',
    input: { file_path: join(root, 'tools/tidy.sh'), content: TIDY_SH },
    write: { path: 'tools/tidy.sh', content: TIDY_SH },
    answer: { type: 'create', filePath: join(root, 'tools/tidy.sh') },
  },
  { does: 'rest', ms: pace * 4 },
  shell(TIDY),
  { does: 'rest', ms: pace * 4 },
  { does: 'meet', name: 'tests' },
  shell('npm test'),
  { does: 'meet', name: 'person' },
  { does: 'say', text: 'One failure, unrelated to my change.' },
  { does: 'meet', name: 'gap' },
  read(root, 'README.md'),
  {
    does: 'call',
    tool: 'Edit',
    shown: 'README.md',
    input: {
      file_path: join(root, 'README.md'),
      old_string: 'See config/app.yml.',
      new_string: 'All in config/app.yml.',
    },
    write: {
      path: 'README.md',
      content: `${FILES['README.md']!.replace('See config/app.yml.', 'All in config/app.yml.')}`,
    },
    answer: { filePath: join(root, 'README.md') },
  },
  { does: 'rest', ms: pace * 4 },
  shell('git status --short || true'),
  {
    does: 'call',
    tool: 'Edit',
    shown: 'README.md',
    input: {
      file_path: join(root, 'README.md'),
      old_string: 'Sells things.',
      new_string: 'Sells things.',
    },
    answer: { filePath: join(root, 'README.md') },
  },
  { does: 'say', text: FALSE_WORDS },
]

/** Another agent, which speaks through its own hook. */
class CodexBeside {
  readonly #env: TestEnv
  #calls = 0

  constructor(env: TestEnv) {
    this.#env = env
  }

  async say(event: string, more: object): Promise<void> {
    const stdin = JSON.stringify({
      session_id: 'cart',
      cwd: this.#env.root,
      hook_event_name: event,
      model: 'gpt-6.2-sol',
      ...more,
    })
    await runProcess(['sh', HOOK, 'codex'], {
      cwd: this.#env.root,
      env: this.#env.variables({}),
      stdin,
    })
  }

  async patch(path: string, content: string): Promise<void> {
    const command = `*** Begin Patch\n*** Update File: ${path}\n@@\n+test\n*** End Patch`
    await this.#call(
      'apply_patch',
      command,
      () => this.#env.write(path, content),
      'Exit code: 0\nSuccess.\n',
    )
  }

  async shell(command: string, output: string): Promise<void> {
    await this.#call('Bash', command, () => {}, output)
  }

  async #call(
    tool: string,
    command: string,
    work: () => void,
    tool_response: string,
  ): Promise<void> {
    this.#calls += 1
    const call = { tool_name: tool, tool_input: { command }, tool_use_id: `exec-${this.#calls}` }
    await this.say('PreToolUse', call)
    work()
    await allRecorded(this.#env)
    await this.say('PostToolUse', { ...call, tool_response })
  }
}

async function personEdits(env: TestEnv): Promise<void> {
  env.write('src/server.ts', `${FILES['src/server.ts']}\nexport const port = 8080\n`)
  await allRecorded(env)
}

/** The recorder is killed; what changes until it is back is found later, without a time of its own. */
async function unrecorded(env: TestEnv, pace: number): Promise<void> {
  const { stdout } = await env.run('daemon', 'status', '--json')
  const { pid } = JSON.parse(stdout) as { pid: number }
  process.kill(pid, 'SIGKILL')
  env.write('test/cart.test.ts', `${CART_TEST}// later\n`)
  await sleep(pace * 5)
  await env.run('daemon', 'start')
  await allRecorded(env)
}

async function allRecorded(env: TestEnv): Promise<void> {
  const differs = async () => (await env.run('diff', '--json')).stdout
  await until('all is recorded', async () => {
    const { changes } = JSON.parse(await differs()) as { changes: unknown[] }
    return changes.length === 0
  })
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mP4z8BAEmIY1TCqYfhqAACQ+f8B8u7oVwAAAABJRU5ErkJggg==',
  'base64',
)
