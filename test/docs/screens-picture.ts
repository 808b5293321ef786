/**
 * Makes docs/screens.svg: an agent works in a scratch folder and tells of it through the real hook, the daemon records
 * that, and tmux says what the screens then show. Needs tmux and a fresh build:
 *
 *     npm run build && npx tsx test/docs/screens-picture.ts
 */
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { removeTree } from '../helpers/remove-tree.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { Tmux } from '../helpers/tmux.ts'
import { terminalPicture } from './terminal-picture.ts'

const PICTURE = resolve(import.meta.dirname, '../../docs/screens.svg')
const [COLUMNS, ROWS] = [100, 17]

const BEFORE = `import { createServer } from 'node:http'

/** Starts the shop. */
export function start() {
  const port = 8080
  return createServer(answer).listen(port)
}
`
const AFTER = `import { createServer } from 'node:http'

/** Starts the shop; \`PORT\` says where. */
export function start(env = process.env) {
  const port = Number(env.PORT ?? 8080)
  return createServer(answer).listen(port)
}
`

/** Longer than a change waits to be recorded: what calls do then stands in its place among them. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 600))

async function work(env: TestEnv): Promise<void> {
  const agent = new HookedAgent(env, 'picture')
  await agent.say({ hook_event_name: 'SessionStart', source: 'startup' })
  await agent.say({
    hook_event_name: 'UserPromptSubmit',
    prompt: 'Read the port from PORT; tidy up',
  })
  await agent.shell('grep -rn 8080 src')
  const file = env.path('src/server.ts')
  const edit = {
    file_path: file,
    old_string: 'const port = 8080',
    new_string: 'const port = Number(env.PORT ?? 8080)',
  }
  const done = await agent.begin('Edit', edit)
  await pause()
  env.write('src/server.ts', AFTER)
  await pause()
  await done()
  await agent.shell('rm .env')
  await pause()
  await agent.shell('rm -rf notes')
  await pause()
  await agent.say({ hook_event_name: 'SessionEnd', reason: 'exit' })
}

async function capture(env: TestEnv): Promise<string[]> {
  const terminal = new Tmux(env, COLUMNS, ROWS)
  try {
    await terminal.shows('timeline')
    terminal.press('s')
    await terminal.shows('▌✖ sess_')
    terminal.press('Enter')
    await terminal.shows('USER_INPUT')
    terminal.press('n')
    await terminal.shows(/▌.*rm \.env/)
    const session = terminal.coloredScreen()
    terminal.press('Escape')
    await terminal.shows('▌')
    terminal.press('Escape')
    await terminal.shows('src/server.ts')
    terminal.press('/')
    await terminal.shows('search:')
    terminal.type('server')
    terminal.press('Enter')
    await terminal.shows(/▌.*server/)
    terminal.press('Enter')
    await terminal.shows('~ src/server.ts')
    terminal.press('Enter')
    await terminal.shows('@@')
    return [session, terminal.coloredScreen()]
  } finally {
    terminal.close()
  }
}

process.env.TMPDIR = realpathSync(mkdtempSync(join(tmpdir(), 'fr-')))
const env = testEnv()
try {
  env.write('src/server.ts', BEFORE)
  env.write('.env', 'API_KEY=abc\n')
  env.write('notes/ideas.md', 'never committed\n')
  await env.snapshot()
  await env.run('daemon', 'start', env.root)
  await pause()
  await work(env)
  const label = 'A session of an agent with what the rules found, and a diff of what it changed'
  writeFileSync(PICTURE, terminalPicture(await capture(env), COLUMNS, label))
} finally {
  await env.run('daemon', 'stop')
  removeTree(process.env.TMPDIR)
}
