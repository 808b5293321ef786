import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

async function recorded(): Promise<TestEnv> {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  return env
}

test.skipIf(!hasBrowser)(
  'the status has a row for each root, and says which of them is damaged',
  async () => {
    const env = await recorded()
    env.mkdir('../second')
    await env.run('watch', '--once', env.path('../second'))
    rmSync(`${env.gitDir('second')}/config`)
    const looked = await (await ServedView.start(env)).look('/status')
    const rows = looked.page.locator('.roots tbody tr')
    await expect.poll(() => rows.count()).toBe(2)
    const texts = await rows.allTextContents()
    expect(texts.find((text) => text.includes('project'))).toContain('by hand only')
    expect(texts.find((text) => text.includes('second'))).toMatch(/second.*config.*cannot be read/)
    expect(await looked.page.locator('.plain-facts').first().textContent()).toContain('none runs')
    await looked.close()
  },
)

test.skipIf(!hasBrowser)('a home without anything recorded says what would fill it', async () => {
  const looked = await (await ServedView.start(testEnv())).look('/status')
  const main = looked.page.locator('main')
  await expect.poll(() => main.textContent()).toContain('Nothing is recorded yet.')
  expect(await main.textContent()).toContain('flightrec daemon start .')
  // The browser itself tells of the answer that is none.
  looked.faults.splice(
    0,
    looked.faults.length,
    ...looked.faults.filter((fault) => !/404/.test(fault)),
  )
  await looked.close()
})

test.skipIf(!hasBrowser)('what is chosen in the settings is kept in this browser', async () => {
  const env = await recorded()
  env.config('[watch]\ndebounce_ms = 250\n')
  const view = await ServedView.start(env, ['--read-only'])
  const looked = await view.look('/settings')
  const { page } = looked
  const radio = (name: string) => page.getByRole('radio', { name })
  const setting = page.locator('.settings tr', { hasText: 'watch.debounce_ms' })
  await expect.poll(() => setting.textContent()).toBe('watch.debounce_ms250line 2')
  expect(await page.locator('main').textContent()).toContain('left out: read only')
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const dark = await ground()
  await radio('Colours: light').check()
  await expect.poll(ground).not.toBe(dark)
  await radio('Times: UTC').check()
  await radio('Keys without Ctrl: off').check()
  await page.reload()
  await expect.poll(() => radio('Colours: light').isChecked()).toBe(true)
  expect(await radio('Keys without Ctrl: off').isChecked()).toBe(true)
  expect(await ground()).not.toBe(dark)
  // The file is read again when it has changed.
  env.config('[watch]\ndebounce_ms = 300\n')
  await expect.poll(() => setting.textContent()).toBe('watch.debounce_ms300line 2')
  await looked.close()
})
