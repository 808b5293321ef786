import { expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { testEnv } from '../helpers/test-env.ts'

test.skipIf(!hasBrowser)('the page shows a session in a real browser', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const agent = new HookedAgent(env, 'first')
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Tidy up' })
  await env.snapshot()
  const { stdout } = await env.run('sessions', '--json')
  const { id } = JSON.parse(stdout) as { id: string }
  const view = await ServedView.start(env)
  const looked = await view.look(`/s/${id}`)
  await expect.poll(() => looked.page.textContent('main')).toContain('claude-code')
  expect(looked.page.url()).not.toContain('token')
  await looked.close()
})
