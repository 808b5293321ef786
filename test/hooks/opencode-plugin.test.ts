import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { until } from '../helpers/until.ts'

type Hook = (input: object, output?: object) => Promise<void>

/** The plugin with a hook of our own, and what that was told. */
async function plugin(script: string) {
  const folder = mkdtempSync(join(process.env.TMPDIR!, 'plugin-'))
  const [hook, told] = [join(folder, 'hook'), join(folder, 'told')]
  writeFileSync(told, '')
  writeFileSync(hook, `#!/bin/sh\n${script.replaceAll('TOLD', told)}\n`, { mode: 0o700 })
  const text = readFileSync(resolve(import.meta.dirname, '../../hooks/opencode-plugin.js'), 'utf8')
  const file = join(folder, 'plugin.mjs')
  writeFileSync(file, text.replace('@HOOK@', hook))
  const { Flightrec } = await import(pathToFileURL(file).href)
  const hooks = (await Flightrec({ directory: '/w' })) as Record<string, Hook>
  return { hooks, told: () => readFileSync(told, 'utf8') }
}

test('a tool begins once its beginning is told, so that what it does is not seen before', async () => {
  const { hooks, told } = await plugin('cat >>TOLD; echo >>TOLD')
  await hooks['tool.execute.before']!({ tool: 'write', sessionID: 's', callID: 'c' }, { args: {} })
  expect(told()).toContain('"hook":"tool.execute.before"')
})

test('a hook that hangs, or is not there, holds no tool up', async () => {
  const { hooks } = await plugin('exec sleep 20')
  await hooks['tool.execute.before']!({ tool: 'write' })
  const gone = await plugin('exit 1')
  await gone.hooks['tool.execute.before']!({ tool: 'write' })
})

test('a tool that fails is told of, since nothing comes after it, and so is no edit of nobody’s session', async () => {
  const { hooks, told } = await plugin('cat >>TOLD; echo >>TOLD')
  const event = (type: string, properties: object) => hooks.event!({ event: { type, properties } })
  await event('file.edited', { file: '/w/a' })
  const part = { type: 'tool', callID: 'c', tool: 'glob', sessionID: 's' }
  await event('message.part.updated', { part: { ...part, state: { status: 'running' } } })
  await event('message.part.updated', {
    part: { ...part, state: { status: 'error', error: 'no' } },
  })
  await until('the failure is told', async () => told().includes('"status":"error"'))
  expect(told()).not.toMatch(/file\.edited|running/)
})
