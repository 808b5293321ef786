import { expect, test } from 'vitest'
import { ROUTES } from '../../src/web/api/routes.ts'
import { unfitting } from '../../src/web/client/state/ledger.ts'
import { askPage } from '../helpers/ask-page.ts'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { testEnv } from '../helpers/test-env.ts'
import { tellStory } from '../helpers/told-story.ts'

const TIMEOUT_MS = 300_000

test.skipIf(!hasBrowser)(
  'the head of a session counts what does not fit and leads to it, and to the undo unless the page only reads',
  async () => {
    const env = testEnv()
    const { session, tidied } = await tellStory(env)
    const count = unfitting(await askPage(env, ROUTES.audit, { session }))
    expect(count).toBeGreaterThan(1)
    const view = await ServedView.start(env)
    const looked = await view.look(`/s/${session}?step=${tidied}`)
    const { page } = looked
    const head = page.locator('.session-acts')
    await head.getByRole('button', { name: `≠ ${count} that do not fit` }).click()
    await expect.poll(() => page.url()).toContain('tab=said')
    expect(await page.locator('#detail-tab-said').textContent()).toContain(String(count))
    await expect.poll(() => page.locator('.ledger tbody tr').count()).toBeGreaterThan(1)
    await head.getByRole('button', { name: 'Undo…' }).click()
    await expect.poll(() => page.url()).toContain('tab=undo')
    await page.locator('.button.does').waitFor()
    await looked.close()
    const reader = await ServedView.start(env, ['--read-only'])
    const read = await reader.look(`/s/${session}?step=${tidied}`)
    const shown = read.page.locator('.session-acts')
    await shown.getByRole('button', { name: 'do not fit' }).waitFor()
    expect(await shown.getByRole('button', { name: 'Undo…' }).count()).toBe(0)
    await read.close()
  },
  TIMEOUT_MS,
)

test.skipIf(!hasBrowser)(
  'what is shown of a step that runs is asked for again when it ends, so that its result appears by itself',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    await env.run('daemon', 'start', env.root)
    const agent = new HookedAgent(env, 'first')
    const end = await agent.begin('Bash', { command: 'make it' })
    const { stdout } = await env.run('sessions', '--json')
    const { id } = JSON.parse(stdout.split('\n')[0]!) as { id: string }
    const view = await ServedView.start(env)
    const looked = await view.look(`/s/${id}`)
    const content = looked.page.locator('#detail-content')
    await expect.poll(() => content.textContent()).toContain('the end is not known')
    await end({ response: { stdout: 'it is made' } })
    await expect.poll(() => content.textContent(), { timeout: 60_000 }).toContain('it is made')
    await looked.close()
  },
  TIMEOUT_MS,
)
