/**
 * A real Chromium that looks at the page of a test's environment. A page that reports an error, breaks the policy, or
 * asks anybody else for anything fails its test when it is closed.
 */
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll } from 'vitest'
import { hasBrowser, launchChromium } from './chromium.ts'
import type { RunningProcess } from './processes.ts'
import type { TestEnv } from './test-env.ts'
import { until } from './until.ts'

const TWO_FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

export { hasBrowser }

if (!hasBrowser) process.stderr.write('skipped: tests in a browser, since Chromium is missing\n')

let running: Promise<Browser> | undefined

afterAll(async () => await (await running)?.close())

function browser(): Promise<Browser> {
  running ??= launchChromium()
  return running
}

export interface LookSettings {
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  /** What `flightrec view` is given besides. */
  options?: readonly string[]
}

/** `flightrec view` of an environment, while it runs. */
export class ServedView {
  readonly process: RunningProcess
  /** Without the token. */
  readonly origin: string
  readonly token: string

  private constructor(process: RunningProcess, url: URL) {
    this.process = process
    this.origin = url.origin
    this.token = url.hash.replace('#token=', '')
  }

  static async start(env: TestEnv, options: readonly string[] = []): Promise<ServedView> {
    const process = env.start('view', '--port', '0', ...options)
    const [url] = await process.says(/http:\S+/)
    return new ServedView(process, new URL(url))
  }

  /** Opens a view of the page, let in. */
  async look(path = '/', settings: LookSettings = {}): Promise<Looked> {
    const { width = 1440, height = 900, theme = 'dark' } = settings
    const context = await (await browser()).newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    const looked = new Looked(page, this.origin)
    await page.goto(`${this.origin}${path}#token=${this.token}`)
    await page.waitForSelector('#page')
    // Keys are bound once it has been drawn.
    await looked.settled()
    return looked
  }
}

/** A page that is looked at, and what went wrong on it. */
export class Looked {
  readonly page: Page
  readonly faults: string[] = []
  readonly #asked = new Set<Request>()

  constructor(page: Page, origin: string) {
    this.page = page
    // News comes as long as the page is open.
    page.on('request', (request) => {
      if (!request.url().includes('/api/live')) this.#asked.add(request)
    })
    page.on('requestfinished', (request) => this.#asked.delete(request))
    page.on('requestfailed', (request) => this.#asked.delete(request))
    page.on('pageerror', (error) => this.faults.push(`error: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.faults.push(`says: ${message.text()}`)
    })
    page.on('request', (request) => {
      const { origin: to, protocol } = new URL(request.url())
      if (to !== origin && protocol !== 'data:' && protocol !== 'blob:')
        this.faults.push(`asks ${request.url()}`)
    })
  }

  /** Resolves once all that was asked for is there, and drawn. */
  async settled(): Promise<void> {
    let quiet = 0
    await until(
      'the page has what it asked for',
      async () => {
        await this.page.evaluate(TWO_FRAMES)
        quiet = this.#asked.size === 0 ? quiet + 1 : 0
        return quiet === 3
      },
      () => [...this.#asked].map((request) => request.url()),
    )
  }

  /** @throws when anything went wrong while it was open, but for what is `expected`. */
  async close(expected?: RegExp): Promise<void> {
    await this.page.context().close()
    const faults = this.faults.filter((fault) => !expected?.test(fault))
    if (faults.length > 0) throw new Error(faults.join('\n'))
  }
}
