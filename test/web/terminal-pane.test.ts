import { expect, test } from 'vitest'
import { hasBrowser, type Looked, ServedView } from '../helpers/browser.ts'
import { seededRandom } from '../helpers/seeded-random.ts'
import { testEnv } from '../helpers/test-env.ts'

const STARTED = 1781272990
const CAST = [
  `{"version": 2, "width": 40, "height": 6, "timestamp": ${STARTED}}`,
  '[1.0, "o", "$ ls\\r\\n"]',
  '[2.0, "o", "\\u001b[31msecrets.yml\\u001b[0m\\r\\n"]',
  '[9.0, "o", "<img src=x onerror=alert(1)>\\r\\n"]',
  '',
].join('\n')

/** Records the cast, and looks at its session so long after its beginning. */
async function lookedAtAfter(ms: number): Promise<Looked> {
  const env = testEnv()
  await env.runWith({ stdin: CAST }, 'record', '--format', 'asciicast')
  const { stdout } = await env.run('recordings', '--json')
  const { session, started_at } = JSON.parse(stdout) as { session: string; started_at: string }
  const at = new Date(Date.parse(started_at) + ms).toISOString()
  const view = await ServedView.start(env)
  return await view.look(`/s/${session}?at=${at}`)
}

test.skipIf(!hasBrowser)(
  'the terminal stands at the moment, by keys, by searching and by playing',
  async () => {
    const looked = await lookedAtAfter(1_500)
    const { page } = looked
    const screen = page.locator('.terminal-screen')
    const bar = page.locator('.moment-bar')
    const shows = async (text: string) => expect.poll(() => screen.textContent()).toBe(text)
    await shows('$ ls')
    await expect.poll(() => bar.textContent()).toContain('frame 1')

    await page.locator('.terminal-pane').click({ position: { x: 4, y: 40 } })
    await page.keyboard.press('.')
    await shows('$ lssecrets.yml')
    await expect.poll(() => bar.textContent()).toContain('frame 2')
    await page.keyboard.press(',')
    await shows('$ ls')

    await page.keyboard.press('/')
    await page.keyboard.type('onerror')
    await expect.poll(() => page.locator('.terminal-search').textContent()).toContain('of 1')
    await page.keyboard.press('Enter')
    await shows('$ lssecrets.yml<img src=x onerror=alert(1)>')
    expect(await page.locator('.terminal-hit').count()).toBe(1)
    expect(await page.locator('.terminal-screen img').count()).toBe(0)

    await page.keyboard.press('0')
    await shows('')
    await page.keyboard.press('>')
    await page.keyboard.press(' ')
    await shows('$ lssecrets.yml<img src=x onerror=alert(1)>')
    await page.goBack()
    await looked.close()
  },
)

test.skipIf(!hasBrowser)(
  'no terminal is shown for a moment that none was recorded at',
  async () => {
    const looked = await lookedAtAfter(3_600_000)
    const { page } = looked
    await expect
      .poll(() => page.textContent('.terminal'))
      .toContain('No terminal was recorded then.')
    expect(await page.locator('.terminal-screen').count()).toBe(0)
    await page.locator('.terminal button').click()
    await expect.poll(() => page.textContent('.terminal-screen')).toContain('secrets.yml')
    await looked.close()
  },
)

test.skipIf(!hasBrowser)(
  'wherever keys lead, terminal and files end at the moment that the bar tells',
  async () => {
    const looked = await lookedAtAfter(1_500)
    const { page } = looked
    await page.waitForSelector('.terminal-screen')
    await page.locator('.terminal-pane').click({ position: { x: 4, y: 40 } })
    const shown = () =>
      page.evaluate<(string | null)[]>(
        "['.moment-time', '.terminal', '.files-pane'].map((one) => document.querySelector(one)?.getAttribute('data-of') ?? null)",
      )
    const random = seededRandom('keys on a terminal')
    const keys = ['.', ',', 'ArrowLeft', 'ArrowRight', 'Shift+ArrowRight', '3', '0', '9']
    for (let count = 0; count < 40; count += 1) {
      const key = keys[Math.floor(random() * keys.length)]!
      await page.keyboard.press(key)
      await expect
        .poll(async () => new Set(await shown()).size, { message: `after ${key}` })
        .toBe(1)
    }
    await looked.close()
  },
)
