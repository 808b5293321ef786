import { expect, test } from 'vitest'
import { ROUTES } from '../../src/web/api/routes.ts'
import { askPage } from '../helpers/ask-page.ts'
import { hasBrowser, type Looked, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { seededRandom } from '../helpers/seeded-random.ts'
import { testEnv } from '../helpers/test-env.ts'
import { tellStory } from '../helpers/told-story.ts'
import { until } from '../helpers/until.ts'

const TIMEOUT_MS = 300_000

test.skipIf(!hasBrowser)(
  'a session is shown whole: its rows, lanes and gaps, and one moment wherever keys and mouse go',
  async () => {
    const env = testEnv()
    const { session } = await tellStory(env)
    const view = await ServedView.start(env)
    const looked = await view.look(`/s/${session}`)
    const rows = looked.page.getByRole('listbox', { name: 'Steps' })
    await expect.poll(() => rows.textContent()).toContain('Tidy up config/')

    await showsRowsOfAllKinds(looked)
    await pressesWhatHasTheFocus(looked)
    await drawsGapsWhereTheyBelong(looked)
    await looked.page.getByRole('option').filter({ hasText: 'rm -rf' }).first().click()
    await goesBackToWhereItWas(looked)
    await zoomsByDragging(looked)
    await keepsOneMoment(looked)
    await looked.close()
  },
  TIMEOUT_MS,
)

async function showsRowsOfAllKinds({ page }: Looked): Promise<void> {
  const text = (await page.getByRole('listbox', { name: 'Steps' }).textContent()) ?? ''
  for (const shown of ['refused', 'exit 1', 'not recorded', 'found afterwards', 'github.search'])
    expect(text).toContain(shown)
  // Paths of the folder are told without it.
  expect(text).toContain('readconfig/secrets.yml')
  await page.getByRole('button', { name: 'commands' }).click()
  await expect.poll(() => page.locator('.step-line.is-prompt').count()).toBe(0)
  expect(await page.locator('.gap-line').count()).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'all', exact: true }).click()
  await expect.poll(() => page.locator('.step-line.is-prompt').count()).toBeGreaterThan(0)
}

/** `Enter` goes to the detail, but not from a button that has the focus. */
async function pressesWhatHasTheFocus({ page }: Looked): Promise<void> {
  await page.getByRole('button', { name: 'changes' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.url()).toContain('show=changes')
  await page.getByRole('button', { name: 'all', exact: true }).focus()
  await page.keyboard.press('Space')
  await expect.poll(() => page.url()).not.toContain('show=')
  await page.getByRole('listbox', { name: 'Steps' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('.pane-detail').getAttribute('data-focused')).toBe('true')
  await page.keyboard.press('Shift+F6')
  await expect.poll(() => page.locator('.pane-steps').getAttribute('data-focused')).toBe('true')
}

async function drawsGapsWhereTheyBelong({ page }: Looked): Promise<void> {
  const lanes = await page.locator('.strip-name .unseen').allTextContents()
  const withGap = lanes.filter((lane) => lane.includes('not recorded once'))
  expect(withGap.map((lane) => lane.split(':')[0])).toEqual(['unattributed', 'files'])
  expect(lanes.map((lane) => lane.split(':')[0])).toEqual([
    ...['person', 'claude-code', 'Explore', 'codex', 'unattributed', 'files', 'terminal'],
  ])
  expect(lanes[1]).toMatch(/^claude-code: \d+ calls, 1 refused, \d+ failed$/)
}

const chosen = ({ page }: Looked) => page.getByRole('option', { selected: true }).getAttribute('id')

async function goesBackToWhereItWas(looked: Looked): Promise<void> {
  const { page } = looked
  const first = await chosen(looked)
  await page.keyboard.press('j')
  await expect.poll(() => chosen(looked)).not.toBe(first)
  await page.goBack()
  await expect.poll(() => chosen(looked)).toBe(first)
  await page.reload()
  await expect.poll(() => page.getByRole('option', { selected: true }).count()).toBe(1)
  expect(await chosen(looked)).toBe(first)
}

async function zoomsByDragging(looked: Looked): Promise<void> {
  const { page } = looked
  // The page was loaded anew: nobody can drag over what is not drawn yet.
  await looked.settled()
  const whole = page.getByRole('slider', { name: 'Window' })
  const box = (await whole.boundingBox())!
  const before = page.url()
  await page.mouse.move(box.x + box.width * 0.4, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.7, box.y + 20, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => page.url()).toMatch(/w=\d+\.\.\d+/)
  // What is dragged is no choice: the moment stays.
  const at = (url: string) => new URL(url).searchParams.get('at')
  expect(at(page.url())).toBe(at(before))
  await page.keyboard.press('Z')
  await expect.poll(() => page.url()).not.toContain('w=')
}

interface ToldMoments {
  at: string
  bar: string
  step: string | null
  row: string | null
}

const TOLD_MOMENTS = `(() => {
  const parameters = new URLSearchParams(document.location.search)
  const row = document.querySelector('[role=option][aria-selected=true] .step-number')
  const at = new Date(parameters.get('at'))
  return {
    at: at.toTimeString().slice(0, 8) + '.' + String(at.getMilliseconds()).padStart(3, '0'),
    bar: document.querySelector('.strip-lanes [role=slider]').getAttribute('aria-valuetext'),
    step: parameters.get('step'),
    row: row?.textContent || null,
  }
})()`

/** Random keys: the address, the chosen row and the line on the strip always tell of one moment. */
async function keepsOneMoment(looked: Looked): Promise<void> {
  const { page } = looked
  const random = seededRandom('keys on a session')
  const keys = ['j', 'k', 'j', 'k', ']', '[', '}', '{', 'x', 'G', 'g', '=', '-', 'z', 'PageDown']
  for (let n = 0; n < 120; n += 1) {
    await page.keyboard.press(keys[Math.floor(random() * keys.length)]!)
    if (n % 10 !== 9) continue
    const told = await page.evaluate<ToldMoments>(TOLD_MOMENTS)
    expect(told.bar).toBe(told.at)
    if (told.row !== null) expect(told.row).toBe(told.step)
  }
}

test('steps of a session come in order of time, a page at a time, and then what is new', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const agent = new HookedAgent(env, 'first')
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Write it' })
  for (const name of ['b.txt', 'c.txt'])
    await agent.call('Write', { file_path: env.path(name), content: 'two\n' }, () =>
      env.write(name, 'two\n'),
    )
  await env.snapshot()
  const { stdout } = await env.run('sessions', '--json')
  const { id: session } = JSON.parse(stdout) as { id: string }
  const page = await askPage(env, ROUTES.steps, { session })
  const told = page.steps.map(({ kind, what }) => `${kind} ${what}`)
  expect(told).toEqual(['prompt Write it', 'write b.txt', 'write c.txt'])
  expect(page).toMatchObject({ total: 3, start: 0 })
  const rest = await askPage(env, ROUTES.steps, { session, start: '2' })
  expect(rest.steps).toEqual(page.steps.slice(2))
  const fresh = await askPage(env, ROUTES.steps, { session, since: String(page.events) })
  expect(fresh.steps).toEqual([])
  await expect(askPage(env, ROUTES.steps, { session, start: 'x' })).rejects.toThrow(
    'start must be a whole number',
  )
  const strip = await askPage(env, ROUTES.marks, { session })
  expect(strip.lanes.map(({ name }) => name)).toEqual([
    ...['person', 'claude-code', 'unattributed', 'files'],
  ])
  const calls = strip.lanes[1]!.marks
  expect(calls.at.map((at, place) => [at >= 0, calls.count[place]])).toEqual([
    ...[
      [true, 1],
      [true, 1],
    ],
  ])
  await expect(askPage(env, ROUTES.marks, { session, from: '5', to: '1' })).rejects.toThrow(
    'from must be before to',
  )
})

test.skipIf(!hasBrowser)(
  'a session that has ended opens at the worst that rules reported, for that is what one comes for',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    await env.snapshot()
    const agent = new HookedAgent(env, 'first')
    await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Clean up' })
    await agent.call('Read', { file_path: env.path('.env') })
    await agent.call('Bash', { command: 'rm -rf ~/' })
    await agent.call('Read', { file_path: env.path('a.txt') })
    await agent.say({ hook_event_name: 'SessionEnd', reason: 'other' })
    await env.snapshot()
    const { stdout } = await env.run('sessions', '--json')
    const { id } = JSON.parse(stdout) as { id: string }
    const view = await ServedView.start(env)
    const looked = await view.look(`/s/${id}`)
    const row = looked.page.getByRole('option', { selected: true })
    await expect.poll(() => row.textContent()).toContain('rm -rf')
    expect(await row.getByRole('img', { name: 'danger' }).count()).toBe(1)
    await looked.close()
  },
)

test.skipIf(!hasBrowser)(
  'new steps of a session that goes on move nobody who looks at another one, and carry on who stands at the end',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    await env.snapshot()
    const recorder = env.start('watch', env.root)
    await recorder.says(/recording/)
    const agent = new HookedAgent(env, 'first')
    await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Read it all' })
    await agent.call('Read', { file_path: env.path('a.txt') })
    const view = await ServedView.start(env)
    let id = ''
    await until('the session is recorded', async () => {
      const { stdout } = await env.run('sessions', '--json')
      id = /"id":"(sess_\w+)"/.exec(stdout)?.[1] ?? ''
      return id !== ''
    })
    const looked = await view.look(`/s/${id}`)
    const { page } = looked
    const rows = page.getByRole('option')
    await expect.poll(() => rows.count()).toBe(2)
    // It opens where the session is now.
    await expect.poll(() => rows.nth(1).getAttribute('aria-selected')).toBe('true')
    await agent.call('Read', { file_path: env.path('b.txt') })
    await expect.poll(() => rows.nth(2).getAttribute('aria-selected')).toBe('true')

    await page.keyboard.press('g')
    const chosenAt = page.url()
    await agent.call('Read', { file_path: env.path('c.txt') })
    const below = page.getByRole('button', { name: /new below/ })
    await expect.poll(() => below.textContent()).toContain('1 new below')
    expect(page.url()).toBe(chosenAt)
    await page.keyboard.press('G')
    await expect.poll(() => rows.nth(3).getAttribute('aria-selected')).toBe('true')
    await expect.poll(() => below.count()).toBe(0)
    await looked.close()
    await recorder.stop()
  },
  TIMEOUT_MS,
)
