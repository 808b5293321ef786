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

test.skipIf(!hasBrowser)(
  'a version is put back from its page: the plan first, then the undo of it',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    const first = await env.snapshot()
    env.write('a.txt', 'two\n')
    await env.snapshot()
    const view = await ServedView.start(env)
    const looked = await view.look(`/file/${encodeURIComponent(env.root)}?file=a.txt&b=${first}`)
    const { page } = looked
    await page.getByRole('button', { name: 'Restore v1…' }).click()
    await expect.poll(() => page.textContent('.act-plan')).toContain('Would restore 1 path')
    expect(env.read('a.txt')).toBe('two\n')
    await page.getByRole('button', { name: 'Restore v1', exact: true }).click()
    await expect.poll(() => page.textContent('.act-plan')).toContain('flightrec')
    expect(env.read('a.txt')).toBe('one\n')
    await expect.poll(() => page.textContent('.life')).toContain('3 versions')
    await looked.close()
  },
)

test.skipIf(!hasBrowser)('a page that is only read offers no act', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const view = await ServedView.start(env, ['--read-only'])
  const looked = await view.look(`/file/${encodeURIComponent(env.root)}?file=a.txt`)
  await expect.poll(() => looked.page.textContent('.version-acts')).toBe('Go to the moment')
  await looked.close()
})

test.skipIf(!hasBrowser)('a picture is shown, and what only calls itself one is not', async () => {
  const env = testEnv()
  const dot =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  env.write('dot.png', Buffer.from(dot, 'base64'))
  env.write('no.png', '\0<svg xmlns="http://www.w3.org/2000/svg"/>')
  await env.snapshot()
  const view = await ServedView.start(env)
  const root = encodeURIComponent(env.root)
  const shown = await view.look(`/file/${root}?file=dot.png`)
  const width = () =>
    shown.page.evaluate<number>("document.querySelector('figure img')?.naturalWidth")
  await expect.poll(width).toBe(1)
  await shown.close()
  const refused = await view.look(`/file/${root}?file=no.png`)
  await expect.poll(() => refused.page.textContent('.picture-pair')).toContain('Not text.')
  await expect.poll(() => refused.page.locator('figure').count()).toBe(0)
  await refused.close(/status of 400/)
})
