/**
 * Takes the pictures of the page that the README shows, of a story that is really recorded:
 * `npm run build && npx tsx test/docs/page-pictures.ts` writes docs/page-*.png; with a folder, every page there,
 * wide and narrow, light and dark.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../helpers/chromium.ts'
import type { RunningProcess } from '../helpers/processes.ts'
import { TestEnv } from '../helpers/test-env.ts'
import { tellStory } from '../helpers/told-story.ts'
import { REPOSITORY } from '../source-files.ts'

const PACE_MS = 400
const SETTLE_MS = 1_500
const [WIDE, NARROW] = [1440, 800]

interface Taken {
  address: string
  file: string
  theme: 'light' | 'dark'
  width: number
}

async function main(folder: string | undefined): Promise<void> {
  process.env.TMPDIR ??= '/tmp'
  const env = new TestEnv()
  const { session, tidied } = await tellStory(env, { pace: PACE_MS })
  const view = env.start('view', '--port', '0', '--read-only')
  const [url] = await view.says(/http:\S+/)
  const browser = await launchChromium()
  try {
    const pages: Readonly<Record<string, string>> = {
      sessions: '/',
      session: `/s/${session}?step=${tidied}`,
      diff: `/s/${session}?step=${tidied}&tab=diff`,
      said: `/s/${session}?step=${tidied}&tab=said`,
      undo: `/s/${session}?step=${tidied}&tab=undo`,
      timeline: '/timeline/project?snapshot=latest',
      file: '/file/project?path=config/app.yml',
      search: '/search?q=secrets.yml',
      status: '/status',
      settings: '/settings',
    }
    for (const one of folder === undefined ? ofReadme(pages) : ofEvery(pages, folder))
      await take(browser, new URL(url), one)
  } finally {
    await browser.close()
    await ended(view)
    await env.run('daemon', 'stop')
    env.cleanup()
  }
}

function ofReadme(pages: Readonly<Record<string, string>>): Taken[] {
  const inDocs = (name: string) => join(REPOSITORY, 'docs', name)
  return [
    { address: pages.session!, file: inDocs('page-dark.png'), theme: 'dark', width: WIDE },
    { address: pages.said!, file: inDocs('page-light.png'), theme: 'light', width: WIDE },
  ]
}

function ofEvery(pages: Readonly<Record<string, string>>, folder: string): Taken[] {
  mkdirSync(folder, { recursive: true })
  return Object.entries(pages).flatMap(([name, address]) =>
    (['dark', 'light'] as const).flatMap((theme) =>
      [WIDE, NARROW].map((width) => {
        const file = join(folder, `${name}-${theme}-${width}.png`)
        return { address, file, theme, width }
      }),
    ),
  )
}

async function take(
  browser: Browser,
  { origin, hash }: URL,
  { address, file, theme, width }: Taken,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme })
  await page.goto(`${origin}${address}${hash}`)
  await page.waitForSelector('#page')
  await page.waitForTimeout(SETTLE_MS)
  await page.screenshot({ path: file })
  await page.close()
}

async function ended(view: RunningProcess): Promise<void> {
  process.kill(view.pid, 'SIGINT')
  await view.ended()
}

await main(process.argv[2])
