/** Whatever was recorded is text: no field of it becomes an element, a script, or a way out of its row. */
import { beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { hasPty, OnTerminal } from '../helpers/on-terminal.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const CANARY = '<img src=x onerror="globalThis.canary=1"><script>canary=1</script>'
const NAME = `a "><svg onload=canary=1> \u202e\u0007.txt`

interface Found {
  canary: boolean
  elements: number
}

const LOOK_FOR_HARM = `({
  canary: 'canary' in globalThis,
  elements: document.querySelectorAll('[onerror], [onload], img[src="x"], a[href^="javascript"]').length,
})`

describe.skipIf(!hasBrowser || !hasPty)('hostile words in every field', () => {
  let env: TestEnv
  let addresses: string[] = []

  beforeAll(async () => {
    env = testEnv()
    env.write(NAME, `${CANARY}\n`)
    await env.snapshot()
    const agent = new HookedAgent(env, `hostile-${CANARY}`)
    await agent.say({ hook_event_name: 'SessionStart', source: CANARY, model: CANARY })
    await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: CANARY })
    await agent.shell(`echo '${CANARY}'; exit 3`)
    await agent.call(`mcp__${CANARY}__x`, { [CANARY]: CANARY })
    await agent.call('Write', { file_path: env.path(NAME), content: CANARY }, () =>
      env.write(NAME, `${CANARY}${CANARY}\njavascript:canary=1\n`),
    )
    await env.run('snapshot', '-m', CANARY)
    await agent.say({ hook_event_name: 'Stop', last_assistant_message: `I only changed ${CANARY}` })
    const shown = `\u001b]0;${CANARY}\u0007\u001b]8;;javascript:canary=1\u0007link\u001b]8;;\u0007 ${CANARY}`
    const command = ['printf', '%s', shown]
    await OnTerminal.flightrec(env, {}, 'run', '--agent', CANARY, '--', ...command).ended()
    const listed = (await env.run('sessions', '--json')).stdout.trim().split('\n')
    const sessions = listed.map((line) => JSON.parse(line) as { id: string })
    const snapshot = await env.latest()
    const path = encodeURIComponent(NAME)
    addresses = [
      '/',
      `/?q=${encodeURIComponent(CANARY)}`,
      ...sessions.flatMap(({ id }) =>
        ['step', 'diff', 'said', 'undo'].map((tab) => `/s/${id}?step=3&tab=${tab}`),
      ),
      `/s/${encodeURIComponent(CANARY)}`,
      '/timeline/project',
      `/timeline/project/${snapshot}`,
      `/file/project?file=${path}`,
      `/file/project?at=${encodeURIComponent(CANARY)}`,
      `/file/${encodeURIComponent(CANARY)}?file=${path}`,
      `/search?q=${encodeURIComponent('img')}`,
      '/status',
      '/settings',
    ]
  })

  test('do nothing on any page', async () => {
    const view = await ServedView.start(env)
    for (const address of addresses) {
      const looked = await view.look(address)
      await looked.settled()
      const found = await looked.page.evaluate<Found>(LOOK_FOR_HARM)
      expect({ address, ...found }).toEqual({ address, canary: false, elements: 0 })
      await looked.close(/status of 40[04]/)
    }
  })
})
