import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { testEnv } from '../helpers/test-env.ts'

test.skipIf(!hasBrowser)(
  'a file is found in its folder, and tells its life line by line',
  async () => {
    const env = testEnv()
    env.write('config/app.yml', 'one\ntwo\nthree\n')
    env.write('config/<b>.txt', 'x')
    await env.snapshot()
    env.write('config/app.yml', 'one\nthree\n')
    await env.snapshot()
    env.write('config/app.yml', 'one\nthree\nfour\n')
    await env.snapshot()
    const view = await ServedView.start(env)
    const looked = await view.look('/file', { theme: 'light' })
    const { page } = looked
    await page.getByText('config/').click()
    await expect.poll(() => page.textContent('.folder-entries')).toContain('<b>.txt')
    await page.getByText('app.yml').click()

    const bar = page.locator('.moment-bar')
    await expect.poll(() => bar.textContent()).toContain('A v2 → B v3')
    const row = (is: string) => page.locator(`.file-line[data-is="${is}"]`)
    await expect
      .poll(() => row('added').allTextContents())
      .toEqual([expect.stringContaining('four')])
    await page.keyboard.press('<')
    await expect.poll(() => bar.textContent()).toContain('A v1 → B v3')
    await expect.poll(() => row('removed').textContent()).toContain('removed by')
    expect(await row('removed').textContent()).toContain('two')
    expect(await row('removed').textContent()).toContain('v2')

    await page.keyboard.press(',')
    await expect.poll(() => bar.textContent()).toContain('A v1 → B v2')
    await page.goBack()
    await expect.poll(() => bar.textContent()).toContain('A v1 → B v3')
    await page.getByRole('button', { name: 'B alone' }).click()
    await expect.poll(() => row('removed').count()).toBe(0)
    await looked.close()
  },
)

test.skipIf(!hasBrowser)('a file that is gone still shows who removed all of it', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\ntwo\n')
  await env.snapshot()
  rmSync(join(env.root, 'a.txt'))
  await env.snapshot()
  const view = await ServedView.start(env)
  const looked = await view.look(`/file/${encodeURIComponent(env.root)}?file=a.txt`)
  const rows = looked.page.locator('.file-line[data-is="removed"]')
  await expect.poll(() => rows.count()).toBe(2)
  await expect.poll(() => rows.first().textContent()).toContain('removed by unattributed')
  expect(await looked.page.textContent('.life')).toContain('gone')
  await looked.close()
})
