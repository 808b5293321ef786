/** The page on a home of many sessions and a long timeline, in a real Chromium. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { hasBrowser, launchChromium } from '../../helpers/chromium.ts'
import type { Bench, Row } from '../bench.ts'
import { interleave } from '../interleave.ts'
import { atMost, type Line } from '../line.ts'
import { longTimeline } from '../long-timeline.ts'
import { importSessions } from '../many-sessions.ts'
import { canReadUsage, readUsage } from '../process-usage.ts'
import { PROGRAM, startNode } from '../programs.ts'
import { type Spread, spreadOf } from '../spread.ts'
import type { Workspace } from '../workspace.ts'

/** Their ratio is that of the budget: 100,000 snapshots to 1,000 sessions. */
const SNAPSHOTS_A_SESSION = 100
const STEPS = 1_000
const ROW = 'main [role=option]'
const SCROLLS = 200

export const page: Row = {
  name: 'page',
  title: 'the page',
  async measure({ workspace, options }: Bench) {
    const { root, home, repo } = await longTimeline(workspace, options.snapshots)
    const sessions = Math.ceil(options.snapshots / SNAPSHOTS_A_SESSION)
    importSessions(workspace, home, { sessions, steps: STEPS, root })
    const note = `${options.snapshots} snapshots, ${sessions} sessions of ${STEPS} steps`
    const ready = await untilReady(workspace, home, options.runs)
    if (!hasBrowser) return [ready, { label: 'in a browser', note: 'needs Chromium' }]
    const { name } = repo
    const served = await Served.start(workspace, home)
    const browser = await launchChromium()
    try {
      return [ready, ...(await linesOf({ served, browser, runs: options.runs, note, name }))]
    } finally {
      await browser.close()
      await served.stop()
    }
  },
}

async function untilReady(workspace: Workspace, home: string, runs: number): Promise<Line> {
  let served: Served | undefined
  const took = await interleave(
    [
      {
        name: 'view',
        prepare: () => served?.stop(),
        run: async () => {
          served = await Served.start(workspace, home)
        },
      },
      { name: 'node', run: () => startNode(workspace) },
    ],
    { count: runs, warmUps: 1 },
  )
  await served?.stop()
  return {
    label: 'server ready',
    measured: spreadOf(took.view),
    anchor: spreadOf(took.node),
    budget: atMost(300, 'ms', ' above Node'),
    note: 'until its address is printed, beside the start of Node',
  }
}

interface Looking {
  served: Served
  browser: Browser
  runs: number
  note: string
  /** Of the root. */
  name: string
}

async function linesOf({ served, browser, runs, note, name }: Looking): Promise<Line[]> {
  const usable: number[] = []
  let sent = 0
  let heap = 0
  for (let run = 0; run <= runs; run += 1) {
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const code: Promise<Buffer>[] = []
    tab.on('response', (response) => {
      if (/\.(?:js|css|html|svg)$|\/$/.test(new URL(response.url()).pathname))
        code.push(response.body())
    })
    const start = performance.now()
    await tab.goto(served.url)
    await tab.waitForSelector(ROW)
    // The first one starts what Chromium needs itself.
    if (run > 0) usable.push(performance.now() - start)
    sent = (await Promise.all(code)).reduce((sum, body) => sum + gzipSync(body).length, 0)
    heap = await heapOf(tab)
    await tab.close()
  }
  const frames = await scrollLongList(browser, `${served.origin}/timeline/${name}`, served.url)
  return [
    { label: 'first page usable', measured: spreadOf(usable), budget: atMost(500, 'ms'), note },
    {
      label: 'code sent, compressed',
      unit: 'KB',
      measured: one(sent / 1e3),
      budget: atMost(150, 'KB'),
    },
    { label: 'longest frame scrolling', measured: spreadOf(frames), budget: atMost(50, 'ms') },
    ...memoryLines(served, heap),
  ]
}

const one = (value: number): Spread => spreadOf([value])

function memoryLines(served: Served, heap: number): Line[] {
  const tab: Line = {
    label: 'memory of the tab',
    unit: 'MB',
    measured: one(heap / 1e6),
    note: 'its heap',
  }
  if (!canReadUsage) return [tab]
  const { residentBytes } = readUsage(served.pid)
  return [tab, { label: 'memory of the server', unit: 'MB', measured: one(residentBytes / 1e6) }]
}

async function heapOf(tab: Page): Promise<number> {
  const session = await tab.context().newCDPSession(tab)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

/** Scrolls the list of all snapshots from its top to its end; returns the longest frame of each of a few rounds. */
async function scrollLongList(browser: Browser, address: string, entry: string): Promise<number[]> {
  const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await tab.goto(entry)
  await tab.waitForSelector(ROW)
  await tab.goto(address)
  await tab.waitForSelector(ROW)
  const longest: number[] = []
  for (let round = 0; round < 3; round += 1) {
    longest.push(await tab.evaluate<number>(SCROLL))
  }
  await tab.close()
  return longest
}

const SCROLL = `(async () => {
  const list = document.querySelector('main [role=listbox]')
  const step = (list.scrollHeight - list.clientHeight) / ${SCROLLS}
  let longest = 0
  let last = await new Promise(requestAnimationFrame)
  for (let at = 0; at <= ${SCROLLS}; at += 1) {
    list.scrollTop = at * step
    const now = await new Promise(requestAnimationFrame)
    longest = Math.max(longest, now - last)
    last = now
  }
  return longest
})()`

/** `flightrec view` while it runs. */
class Served {
  readonly #child: ChildProcessByStdio<null, Readable, null>
  readonly url: string

  private constructor(child: ChildProcessByStdio<null, Readable, null>, url: string) {
    this.#child = child
    this.url = url
  }

  static async start(workspace: Workspace, home: string): Promise<Served> {
    const child = spawn(process.execPath, [PROGRAM, 'view', '--port', '0'], {
      env: { ...workspace.env, FLIGHTREC_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await new Promise<string>((resolve, reject) => {
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8')
        const [found] = /http:\S+/.exec(said) ?? []
        if (found !== undefined) resolve(found)
      })
      child.once('close', (code) => reject(new Error(`flightrec view ended with ${code}`)))
    })
    return new Served(child, url)
  }

  get origin(): string {
    return new URL(this.url).origin
  }

  get pid(): number {
    return this.#child.pid!
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.kill()
    await ended
  }
}
