import { expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { testEnv } from '../helpers/test-env.ts'

test.skipIf(!hasBrowser)(
  'a step is taken back from its detail: a plan in which a rename is one change, the act, and the undo of it',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    env.write('b.txt', 'two\n')
    env.write('deep/in/c.txt', 'three\n')
    await env.run('daemon', 'start', env.root)
    // Only what is there in a snapshot can be seen to go.
    await env.run('snapshot')
    const agent = new HookedAgent(env, 'first')
    await agent.shell('rm b.txt; mv a.txt z.txt; rm -r deep')
    await env.run('snapshot')
    const [first = ''] = (await env.run('sessions', '--json')).stdout.split('\n')
    const { id } = JSON.parse(first) as { id: string }
    const view = await ServedView.start(env)
    const looked = await view.look(`/s/${id}?step=2&tab=undo`)
    const act = looked.page.locator('.button.does')
    await act.waitFor()
    expect(await act.textContent()).toBe('Take back 3 changes')
    const plan = (await looked.page.textContent('.detail-content')) ?? ''
    expect(plan).toContain('Gets its name back1 pathz.txt → a.txt')
    expect(plan).toContain('Comes back2 pathsb.txtdeep/in/c.txt')
    expect(plan).not.toContain(env.root)
    expect(env.exists('b.txt')).toBe(false)
    const isSeen = looked.page.locator('.detail-content input')
    if ((await isSeen.count()) > 0) await isSeen.check()
    await act.click()
    await expect.poll(() => looked.page.textContent('.detail-content')).toContain('flightrec undo')
    expect(env.read('b.txt')).toBe('two\n')
    expect(env.read('a.txt')).toBe('one\n')
    expect(env.exists('z.txt')).toBe(false)
    await looked.page.getByText('the snapshot of it').click()
    await expect.poll(() => looked.page.textContent('.snapshot-page h1')).toContain('deep/in/c.txt')
    await looked.close()
  },
)
