import { expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { testEnv } from '../helpers/test-env.ts'

test.skipIf(!hasBrowser)(
  'a search finds a command whatever its letters, and opens its moment',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    await env.snapshot()
    const agent = new HookedAgent(env, 'first')
    await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Look around' })
    await agent.shell('echo <img src=x> Needle')
    await agent.shell('echo hay')
    await env.snapshot()
    const view = await ServedView.start(env)
    const looked = await view.look('/search')
    await looked.page.keyboard.press('f')
    await looked.page.keyboard.type('needle kind:shell')
    await looked.page.keyboard.press('Enter')
    const list = looked.page.getByRole('listbox', { name: 'Found' })
    await expect.poll(() => list.getByRole('option').count()).toBeGreaterThan(0)
    await expect.poll(() => list.textContent()).toContain('<img src=x> Needle')
    expect(await list.textContent()).not.toContain('echo hay')
    expect(await looked.page.getByRole('status').first().textContent()).toBeDefined()
    await expect.poll(() => looked.page.textContent('main')).toContain('content of files was not')
    await looked.page.keyboard.press('n')
    await looked.page.keyboard.press('Enter')
    await expect.poll(() => looked.page.url()).toMatch(/\/s\/sess_\w+\?.*step=\d/)
    await looked.close()
  },
)
