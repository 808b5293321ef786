/** Every page, as axe looks at it: light and dark, wide and narrow. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { hasPty } from '../helpers/on-terminal.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { tellStory } from '../helpers/told-story.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  nodes: { html: string }[]
}

/** What a terminal showed is shown as it was, its dim colours too. */
const JUDGE = `axe
  .run({ exclude: [['.terminal']] })
  .then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))`

describe.skipIf(!hasBrowser || !hasPty)('nobody is shut out', () => {
  let env: TestEnv
  let addresses: string[] = []

  beforeAll(async () => {
    env = testEnv()
    const { session, tidied } = await tellStory(env)
    const snapshot = await env.latest()
    addresses = [
      '/',
      ...['step', 'diff', 'said', 'undo'].map((tab) => `/s/${session}?step=${tidied}&tab=${tab}`),
      '/timeline/project',
      `/timeline/project/${snapshot}`,
      '/file/project?file=config/app.yml',
      '/file/project',
      '/search?q=secrets.yml',
      '/status',
      '/settings',
    ]
  })

  test.each([
    ['dark', 1440],
    ['light', 1440],
    ['light', 800],
  ] as const)('%s, %i wide', async (theme, width) => {
    const view = await ServedView.start(env)
    const violations: string[] = []
    for (const address of addresses) {
      const looked = await view.look(address, { theme, width })
      await looked.settled()
      // Its own script may run, unlike any other: what is judged is the page, not its policy.
      const session = await looked.page.context().newCDPSession(looked.page)
      await session.send('Runtime.evaluate', { expression: AXE })
      const found = await looked.page.evaluate<Violation[]>(JUDGE)
      for (const { id, nodes } of found) violations.push(`${address}: ${id}: ${nodes[0]!.html}`)
      await looked.close()
    }
    expect(violations).toEqual([])
  })
})
