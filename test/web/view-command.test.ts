import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { PageClient } from '../helpers/page-client.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

interface ServedJson {
  url: string
  port: number
  runs_in: number | null
}

async function recorded(): Promise<TestEnv> {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  return env
}

const portOf = ({ origin }: ServedView) => new URL(origin).port

test('a second view of the same home finds the first, and prints the address that lets in there', async () => {
  const env = await recorded()
  const view = await ServedView.start(env)
  const { stdout, exitCode } = await env.run('view', '--port', portOf(view), '--json')
  expect(exitCode).toBe(0)
  const { url, runs_in } = JSON.parse(stdout) as ServedJson
  expect(url).toBe(`${view.origin}/#token=${view.token}`)
  expect(runs_in).toBe(view.process.pid)
})

test('a view that may write is not handed to whoever asks for one that may not', async () => {
  const env = await recorded()
  const view = await ServedView.start(env)
  const asked = ['view', '--port', portOf(view), '--read-only']
  const { stderr, exitCode, stdout } = await env.run(...asked)
  expect([exitCode, stdout]).toEqual([1, ''])
  expect(stderr).toContain(
    `taken by a \`flightrec view\` that may write (process ${view.process.pid})`,
  )
})

test('of a port that another program has, that program is named, and another port offered', async () => {
  const env = await recorded()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const { stderr, exitCode } = await env.run('view', '--port', String(port))
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`port ${port} is taken by `)
  if (process.platform === 'linux') expect(stderr).toContain(`process ${process.pid} (`)
  expect(stderr).toContain('flightrec view --port 0')
})

test('a view of another home on the same port is not taken for this one', async () => {
  const [env, other] = [await recorded(), await recorded()]
  const view = await ServedView.start(other)
  const { stderr, exitCode, stdout } = await env.run('view', '--port', portOf(view))
  expect([exitCode, stdout]).toEqual([1, ''])
  expect(stderr).not.toContain(view.token)
})

test('--session leads to the session, and one that is not there ends it with a sentence', async () => {
  const env = await recorded()
  const agent = new HookedAgent(env, 'first')
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Tidy up' })
  await env.snapshot()
  const { stdout } = await env.run('sessions', '--json')
  const { id } = JSON.parse(stdout) as { id: string }
  const running = env.start('view', '--port', '0', '--session', id.slice(0, 9), '--json')
  const [line] = await running.says(/\{.*\}/)
  expect((JSON.parse(line) as ServedJson).url).toMatch(`/s/${id}#token=`)
  await running.stop()
  const none = await env.run('view', '--port', '0', '--session', 'sess_none')
  expect(none.exitCode).toBe(2)
})

test('--open hands the browser a private file, since all users may read the arguments of a program', async () => {
  const env = await recorded()
  env.write('browser', '#!/bin/sh\nstat -c %a "$1" >"$OUT"\ncat "$1" >>"$OUT"\n', 0o755)
  const opened = env.path('opened')
  const launch = { env: { BROWSER: env.path('browser'), OUT: opened } }
  const running = env.startWith(launch, 'view', '--port', '0', '--open')
  const [, url] = await running.says(/(http:\S+)/)
  await expect.poll(() => env.exists('opened') && env.read('opened')).toContain(`url=${url}">`)
  expect(env.read('opened').split('\n')[0]).toBe('600')
  expect((await running.stop()).exitCode).toBe(0)
})

test('a cookie lets in again after the server was started anew; a removed secret shuts all out', async () => {
  const env = await recorded()
  const first = await ServedView.start(env)
  const { cookie } = await PageClient.enter(first)
  const port = portOf(first)
  const ask = async () => {
    const { status } = await fetch(`${first.origin}/api/about`, { headers: { cookie } })
    return status
  }
  const again = async () => {
    const running = env.start('view', '--port', port)
    await running.says(/http:/)
    return running
  }
  await first.process.stop()
  const second = await again()
  expect(await ask()).toBe(200)
  // The address of the first run does not.
  const body = JSON.stringify({ token: first.token })
  expect((await fetch(`${first.origin}/api/enter`, { method: 'POST', body })).status).toBe(401)
  await second.stop()
  rmSync(`${env.home}/run/page-secret`)
  await again()
  expect(await ask()).toBe(401)
})

test.skipIf(!hasBrowser)(
  'a page left open says that it is not current, and catches up once the server is back',
  async () => {
    const env = await recorded()
    const view = await ServedView.start(env)
    const looked = await view.look('/status')
    const snapshots = looked.page.locator('.roots tbody td').nth(2)
    await expect.poll(() => snapshots.textContent()).toBe('1')
    await view.process.stop('SIGKILL')
    const light = looked.page.locator('.light').first()
    await expect.poll(() => light.textContent()).toContain('not current')
    const foot = looked.page.locator('.foot')
    await expect.poll(() => foot.textContent()).toMatch(/not current since \d\d:\d\d:\d\d/)
    expect(await snapshots.textContent()).toBe('1')
    env.write('a.txt', 'two\n')
    await env.snapshot()
    const running = env.start('view', '--port', portOf(view))
    await running.says(/http:/)
    await expect.poll(() => snapshots.textContent()).toBe('2')
    expect(await light.textContent()).not.toContain('not current')
    // That the server did not answer is told by the browser itself, each time it was asked.
    looked.faults.splice(
      0,
      looked.faults.length,
      ...looked.faults.filter((fault) => !/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/.test(fault)),
    )
    await looked.close()
  },
)
