/** What the narrator keeps of an answer, and what it writes down of a question. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultConfig } from '../../../src/model/config.ts'
import { Narrator } from '../../../src/record/narrate/narrator.ts'
import { modelServer, type Reply, saidBy } from '../../helpers/model-server.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

/** Nothing in the name of the variable, or in the value, says what it is. */
const KEY = 'hemlock-4711-quiet-river'

let fixture: ShadowFixture
beforeEach(() => {
  process.env.MODEL_DOOR = KEY
  fixture = shadowFixture()
})
afterEach(() => {
  delete process.env.MODEL_DOOR
  fixture.dispose()
})

async function narrate(content: string, reply: Reply) {
  const server = await modelServer(() => reply)
  const narrator = new Narrator(fixture.home, {
    ...defaultConfig(),
    'llm.provider': 'openai-compatible',
    'llm.base_url': server.url,
    'llm.api_key_env': 'MODEL_DOOR',
  })
  const from = await fixture.snapshot({ a: '1\n' })
  const to = await fixture.snapshot({ a: content })
  const kept = narrator.narrateChange(fixture.repo, fixture.reader, { from, to })
  const outcome = await kept.catch((error: Error) => error.message)
  const logs = readdirSync(fixture.home.logsPath).map((name) =>
    readFileSync(join(fixture.home.logsPath, name), 'utf8'),
  )
  return { outcome, logs: logs.join(''), sent: JSON.stringify(server.asked) }
}

test('the key of the model is told to nobody but in its header, whatever its variable is called', async () => {
  const said = { short: `uses ${KEY}`, actions: [`${'x'.repeat(280)} ${KEY}`], intent_guess: KEY }
  const reply = { body: saidBy('openai-compatible', JSON.stringify(said)) }
  const { outcome, logs, sent } = await narrate(`door = ${KEY}\n`, reply)
  expect(JSON.stringify(outcome)).toContain('uses [redacted:')
  for (const text of [JSON.stringify(outcome), logs]) expect(text).not.toContain(KEY.slice(0, 9))
  expect(sent.split(KEY)).toHaveLength(2)
})

test('what a provider complains about is logged without the key it repeats', async () => {
  const body = { error: { message: `${'x'.repeat(285)} ${KEY} is no key` } }
  const { outcome, logs } = await narrate('2\n', { status: 401, body })
  expect(outcome).toContain('API error 401')
  expect(logs).toContain('"event":"failed"')
  expect(`${outcome}${logs}`).not.toContain(KEY.slice(0, 4))
})
