import { expect, test } from 'vitest'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { drained } from '../helpers/spool.ts'
import { testEnv } from '../helpers/test-env.ts'

test('a step to which nothing can be put down names what was recorded while it went on', async () => {
  const env = testEnv()
  env.write('wipe.sh', 'rm a.txt\n')
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  // A person is at work too, so that nobody can say who a script's change is of.
  env.write('by-hand.txt', 'by a person')
  await watch.says(/by-hand/)
  const agent = new HookedAgent(env, 'one')
  await agent.shell('sh wipe.sh')
  await drained(env)
  await watch.stop()

  const { stdout } = await env.run('sessions', '--json')
  const step = `${(JSON.parse(stdout) as { id: string }).id}#2`
  const snapshot = await env.latest()
  const shown = (await env.run('show', step)).stdout
  expect(shown).toContain('nothing recorded is put down to it')
  expect(shown.match(/^ {4}\d{8}T.*$/gm)).toEqual([
    expect.stringMatching(new RegExp(`^ {4}${snapshot} .* 1 change: -1  a\\.txt$`)),
  ])
  const refused = await env.run('undo', step)
  expect(refused.stderr).toContain(`hint: Run \`flightrec show ${step}\` to find the snapshot`)
  expect((await env.run('undo', snapshot)).exitCode).toBe(0)
  expect(env.read('a.txt')).toBe('one\n')
})
