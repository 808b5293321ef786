import { expect, test } from 'vitest'
import type { About } from '../../src/web/api/about.ts'
import type { News } from '../../src/web/api/live.ts'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { PageClient } from '../helpers/page-client.ts'
import { testEnv } from '../helpers/test-env.ts'

test('the stream names the root of a new snapshot, so that only who shows it asks again', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const client = await PageClient.enter(await ServedView.start(env))
  const { server, news } = await client.get<About>('/api/about')
  env.write('a.txt', 'two\n')
  await env.snapshot()
  const told = await client.news(`${server}.${news}`, hasTopic('root:project'))
  expect(told.every(({ is_everything }) => !is_everything)).toBe(true)
  expect(topicsOf(told).filter((topic) => topic.startsWith('session'))).toEqual([])
})

test('a session that goes on is told of with and without a daemon, and by its id', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const client = await PageClient.enter(await ServedView.start(env))
  const agent = new HookedAgent(env, 'first')
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Tidy up' })
  const { server, news } = await client.get<About>('/api/about')
  await env.snapshot()
  const { stdout } = await env.run('sessions', '--json')
  const { id } = JSON.parse(stdout) as { id: string }
  await client.news(`${server}.${news}`, hasTopic(`session:${id}`))

  const daemon = env.start('watch', env.root)
  await daemon.says(/recording/)
  const later = await client.get<About>('/api/about')
  await agent.call('Read', { file_path: env.path('a.txt') })
  await client.news(`${server}.${later.news}`, hasTopic(`session:${id}`))
  await daemon.stop()
})

test('who was away gets what it missed, once; who saw another run of the server is told so', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const client = await PageClient.enter(await ServedView.start(env))
  const { server, news } = await client.get<About>('/api/about')
  for (const content of ['two\n', 'three\n']) {
    env.write('a.txt', content)
    await env.snapshot()
    await client.get('/api/about')
  }
  const [missed] = await client.news(`${server}.${news}`, ({ length }) => length > 0)
  expect(missed).toMatchObject({ topics: ['root:project'], is_everything: false })
  const [nothing] = await client.news(`${server}.${missed!.number}`, ({ length }) => length > 0)
  expect(nothing).toMatchObject({ topics: [], is_everything: false })
  const [other] = await client.news(`another.1`, ({ length }) => length > 0)
  expect(other).toMatchObject({ topics: [], is_everything: true })
  expect(other!.recorded).not.toBeNull()
})

test('10,000 events come as a handful of news, since each thing is told of once a look', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const client = await PageClient.enter(await ServedView.start(env))
  const watch = env.start('watch', env.root)
  await watch.says(/recording/)
  const { server, news } = await client.get<About>('/api/about')
  const line = `${JSON.stringify({ event_type: 'AGENT_ACT', session: 'burst', summary: 'x' })}\n`
  const told = client.news(`${server}.${news}`, (all) => topicsOf(all).some(isSession))
  await env.runWith({ stdin: line.repeat(10_000) }, 'hook', 'generic')
  const all = await told
  const tellsOfSessions = all.filter(({ topics }) => topics.some(isSession))
  expect(tellsOfSessions.length).toBeLessThan(50)
  expect(Math.max(...all.map((one) => JSON.stringify(one).length))).toBeLessThan(2_000)
  await watch.stop()
})

test.skipIf(!hasBrowser)(
  'the light says whether it is recorded, and a stopped recorder has a band',
  async () => {
    const env = testEnv()
    env.write('a.txt', 'one\n')
    const daemon = env.start('watch', env.root)
    await daemon.says(/recording/)
    const view = await ServedView.start(env)
    const looked = await view.look('/')
    const light = looked.page.locator('.light')
    await expect.poll(() => light.textContent()).toBe('recording 1 root')
    expect(await looked.page.locator('.band').count()).toBe(0)
    await daemon.stop('SIGKILL')
    await expect.poll(() => light.textContent()).toBe('not recording')
    const band = looked.page.locator('.band')
    await expect.poll(() => band.textContent()).toMatch(/Recording stopped at .*is not recorded/)
    expect(await band.locator('code').textContent()).toBe(`flightrec daemon start ${env.root}`)
    const again = env.start('watch', env.root)
    await expect.poll(() => light.textContent(), { timeout: 60_000 }).toBe('recording 1 root')
    await expect.poll(() => band.count()).toBe(0)
    await looked.close()
    await again.stop()
  },
)

const isSession = (topic: string) => topic.startsWith('session:')
const topicsOf = (told: readonly News[]) => told.flatMap(({ topics }) => topics)
const hasTopic = (topic: string) => (told: readonly News[]) => topicsOf(told).includes(topic)
