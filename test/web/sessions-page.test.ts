import { expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { testEnv } from '../helpers/test-env.ts'

test.skipIf(!hasBrowser)(
  'the list of sessions says what was asked, and opens by the keyboard alone',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    await env.snapshot()
    const agent = new HookedAgent(env, 'first')
    await agent.say({
      hook_event_name: 'UserPromptSubmit',
      prompt: 'Tidy up \u202eand <b>mend</b>',
    })
    await agent.call('Write', { file_path: env.path('a.txt'), content: 'two\n' }, () =>
      env.write('a.txt', 'two\n'),
    )
    await env.snapshot()
    const view = await ServedView.start(env)
    const looked = await view.look('/')
    const list = looked.page.getByRole('listbox', { name: 'Sessions' })
    await expect.poll(() => list.textContent()).toContain('Tidy up ‹U+202E›and <b>mend</b>')
    await looked.page.keyboard.press('j')
    expect(await list.getByRole('option', { selected: true }).textContent()).toContain(
      'claude-code',
    )
    await looked.page.keyboard.press('Enter')
    await expect.poll(() => looked.page.url()).toContain('/s/sess_')
    await looked.page.goBack()
    await expect.poll(() => list.getByRole('option', { selected: true }).count()).toBe(1)
    await looked.close()
  },
)

test.skipIf(!hasBrowser)('a home without a session says what would fill the page', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const view = await ServedView.start(env)
  const looked = await view.look('/')
  await expect.poll(() => looked.page.textContent('main')).toContain('flightrec setup')
  await looked.close()
})
