import { expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { testEnv } from '../helpers/test-env.ts'

test.skipIf(!hasBrowser)(
  'the timeline says what changed, and a link leads to the row again',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    await env.snapshot()
    env.write('b.txt', 'two\n')
    const mine = await env.snapshot()
    env.write('<i>c', 'three\n')
    await env.snapshot()
    const view = await ServedView.start(env)
    const looked = await view.look('/timeline')
    const list = looked.page.getByRole('listbox', { name: 'Snapshots' })
    await expect.poll(() => list.getByRole('option').count()).toBe(3)
    expect(await list.getByRole('option').allTextContents()).toEqual([
      expect.stringContaining('<i>c'),
      expect.stringMatching(/\+1.*b\.txt.*unattributed/),
      expect.stringContaining('first snapshot'),
    ])
    await looked.page.keyboard.press('j')
    await looked.page.keyboard.press('j')
    const selected = list.getByRole('option', { selected: true })
    await expect.poll(() => selected.textContent()).toContain('b.txt')
    await expect.poll(() => looked.page.textContent('main')).toContain(mine)
    await looked.close()
    const linked = await view.look(`/timeline?at=${mine}`)
    const again = linked.page
      .getByRole('listbox', { name: 'Snapshots' })
      .getByRole('option', { selected: true })
    await expect.poll(() => again.textContent()).toContain('b.txt')
    await linked.close()
  },
)

test.skipIf(!hasBrowser)(
  'a filter leaves what it asks for, and says what it left out',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    await env.snapshot()
    env.write('src/b.txt', 'two\n')
    await env.snapshot()
    const view = await ServedView.start(env)
    const looked = await view.look('/timeline?q=path%3Asrc,..%2Fx')
    const list = looked.page.getByRole('listbox', { name: 'Snapshots' })
    await expect.poll(() => list.getByRole('option').count()).toBe(1)
    expect(await list.textContent()).toContain('src/b.txt')
    expect(await looked.page.textContent('main')).toContain("'../x' is no path below the root")
    await looked.close()
  },
)
