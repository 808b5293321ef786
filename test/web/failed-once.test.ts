import { expect, test } from 'vitest'
import { hasBrowser, type Looked, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { testEnv } from '../helpers/test-env.ts'

/** The server fails at what is asked for until it is mended. */
async function failingAt({ page }: Looked, addresses: string): Promise<() => Promise<void>> {
  await page.route(addresses, (route) =>
    route.fulfill({ status: 500, json: { code: 'internal', message: 'the disk is on fire' } }),
  )
  return () => page.unroute(addresses)
}

const SAYS_500 = /^says: Failed to load resource/

test.skipIf(!hasBrowser)(
  'steps that could not be read are said to be missing, and come by news or by hand',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    await env.snapshot()
    const agent = new HookedAgent(env, 'first')
    await agent.call('Read', { file_path: env.path('a.txt') })
    await env.snapshot()
    const { stdout } = await env.run('sessions', '--json')
    const { id } = JSON.parse(stdout) as { id: string }
    const view = await ServedView.start(env)
    const looked = await view.look('/')
    const { page } = looked
    const mend = await failingAt(looked, '**/api/sessions/*/steps*')
    await page.goto(`${view.origin}/s/${id}`)
    const failure = page.locator('.pane-steps').getByRole('alert')
    await expect.poll(() => failure.textContent()).toContain('the disk is on fire')
    await mend()
    await agent.call('Read', { file_path: env.path('b.txt') })
    await env.snapshot()
    const list = page.getByRole('listbox', { name: 'Steps' })
    await expect.poll(() => list.getByRole('option').count()).toBe(2)
    expect(await failure.count()).toBe(0)

    const mendAgain = await failingAt(looked, '**/api/sessions/*/steps*')
    await page.reload()
    await failure.waitFor()
    await mendAgain()
    await failure.getByRole('button', { name: 'again' }).click()
    await expect.poll(() => list.getByRole('option').count()).toBe(2)
    await looked.close(SAYS_500)
  },
)

test.skipIf(!hasBrowser)('a timeline that could not be read is read when asked again', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const view = await ServedView.start(env)
  const looked = await view.look('/')
  const mend = await failingAt(looked, '**/api/roots/*/timeline*')
  await looked.page.goto(`${view.origin}/timeline`)
  const failure = looked.page.locator('main').getByRole('alert')
  await expect.poll(() => failure.textContent()).toContain('the disk is on fire')
  await mend()
  await failure.getByRole('button', { name: 'again' }).click()
  const list = looked.page.getByRole('listbox', { name: 'Snapshots' })
  await expect.poll(() => list.getByRole('option').count()).toBe(1)
  await looked.close(SAYS_500)
})
