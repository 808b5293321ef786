import { expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { testEnv } from '../helpers/test-env.ts'

const picture = (base64: string) => Buffer.from(base64, 'base64')
const OLD = picture(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mP4z8BAEmIY1TCqYfhqAACQ+f8B8u7oVwAAAABJRU5ErkJggg==',
)
const NEW = picture('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7')

test.skipIf(!hasBrowser)(
  'a snapshot tells who, how much, and what stands beside it, and shows both sides of a picture',
  async () => {
    const env = testEnv()
    env.write('logo.png', OLD)
    await env.snapshot()
    env.write('logo.png', NEW)
    await env.run('snapshot', '--message', 'a new logo')
    const view = await ServedView.start(env)
    const looked = await view.look('/timeline/project/latest')
    const { page } = looked
    const head = page.locator('.snapshot-page > header')
    await expect.poll(() => head.textContent()).toContain('a new logo')
    for (const told of ['1 file', 'complete', 'previous', 'no next'])
      expect(await head.textContent()).toContain(told)
    const widths = () =>
      page.evaluate('[...document.images].map(({ naturalWidth }) => naturalWidth)')
    await expect.poll(widths).toEqual([16, 1])
    await head.getByRole('link', { name: 'previous' }).click()
    await expect.poll(() => head.textContent()).toContain('no previous')
    await looked.close()
  },
)
