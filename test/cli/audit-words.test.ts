import { expect, test } from 'vitest'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { drained } from '../helpers/spool.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

interface Hint {
  kind: string
  sentence: string
  deed?: string
  path?: string
  failed?: { exit_code: number }
}

/** Lets an agent work in a folder that is recorded, and returns the hints of its audit. */
async function hintsOf(env: TestEnv, work: (agent: HookedAgent) => Promise<void>) {
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'one')
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Do the task' })
  await work(agent)
  await drained(env)
  await watch.stop()
  const [session] = jsonLines<{ id: string }>(await env.run('sessions', '--json'))
  const { stdout } = await env.run('audit', session!.id, '--json')
  const text = (await env.run('audit', session!.id)).stdout
  return { hints: (JSON.parse(stdout) as { hints: Hint[] }).hints, text }
}

const saying = (words: string) => ({ hook_event_name: 'Stop', last_assistant_message: words })
const told = (hints: readonly Hint[]) =>
  hints.map(({ kind, deed, path }) => `${kind} ${deed ?? path ?? ''}`.trim())

test('tests that no command ran, and a file that nothing changed, are named with the words that claim them', async () => {
  const env = testEnv()
  env.write('src/app.js', 'one\n')
  env.write('docs/GUIDE.md', '# Guide\n')
  const { hints, text } = await hintsOf(env, async (agent) => {
    await agent.call('Write', { file_path: env.path('src/app.js'), content: 'two\n' }, () =>
      env.write('src/app.js', 'two\n'),
    )
    await agent.shell('cat tests/README.md')
    await agent.say(
      saying(
        'All done. I ran all tests and they pass, and I updated docs/GUIDE.md and src/app.js.',
      ),
    )
  })
  expect(told(hints)).toEqual(['run tests', 'changed docs/GUIDE.md'])
  expect(hints[0]!.sentence).toContain('I ran all tests and they pass')
  expect(text).toContain('but no command was seen that may have run tests')
  expect(text).toContain('but nothing has changed `docs/GUIDE.md`, and no call was to')
  expect(text.split('\n')[0]).toContain('2 hints in its words')
})

test('what was run and changed is not doubted, by whatever command and whoever it was', async () => {
  const env = testEnv()
  env.write('docs/GUIDE.md', '# Guide\n')
  env.write('run-all.sh', 'exit 0\n')
  const { hints } = await hintsOf(env, async (agent) => {
    await agent.shell('sh run-all.sh')
    await agent.shell('echo more >> docs/GUIDE.md')
    await agent.say(
      saying('All tests pass, lint passes, and I updated GUIDE.md. I left src/app.js untouched.'),
    )
  })
  expect(hints).toEqual([])
})

test('a test command that failed is named where the words say that all tests pass', async () => {
  const env = testEnv()
  env.write('test.sh', 'exit 3\n')
  const { hints } = await hintsOf(env, async (agent) => {
    await agent.shell('sh ./test.sh')
    await agent.say(saying('I ran all tests and they pass.'))
  })
  expect(hints).toMatchObject([{ kind: 'success', failed: { exit_code: 3 } }])
})

test('a file that is said to be left alone, and was changed by the agent, is named', async () => {
  const env = testEnv()
  env.write('prod.yml', 'a: 1\n')
  const { hints } = await hintsOf(env, async (agent) => {
    await agent.call('Write', { file_path: env.path('prod.yml'), content: 'a: 2\n' }, () =>
      env.write('prod.yml', 'a: 2\n'),
    )
    await agent.say(saying('I left prod.yml untouched.'))
  })
  expect(told(hints)).toEqual(['untouched prod.yml'])
})

test('nothing is held against words of files that are not recorded, or of a folder nobody recorded then', async () => {
  const env = testEnv()
  env.config('[filter]\nextra_exclude = ["**/*.gen.ts"]\n')
  const { hints } = await hintsOf(env, async (agent) => {
    await agent.shell('ls')
    await agent.say(saying('I updated src/api.gen.ts and /etc/hosts.conf and ~/notes.md.'))
  })
  expect(hints).toEqual([])
})
