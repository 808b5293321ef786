/** The name of an agent is taken as people say it, wherever one is. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { AGENTS } from '../../src/agents/catalogue.ts'
import { AGENT_NAMES, agentNamed } from '../../src/model/agent-names.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { testEnv } from '../helpers/test-env.ts'

test('every agent that is known by its payloads has a name that can be typed', () => {
  const known = AGENTS.map(({ name }) => name).filter((name) => name !== 'generic')
  expect(new Set(known)).toEqual(new Set(AGENT_NAMES))
  for (const name of AGENT_NAMES) expect(agentNamed(name.toUpperCase())).toBe(name)
})

test('a name of one’s own stays as it is', () => {
  expect(['My-Bot', 'nightly', 'claude2'].map(agentNamed)).toEqual(['My-Bot', 'nightly', 'claude2'])
})

test('a session that was begun for claude is found by claude-code, by log, sessions and search', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.run('snapshot')
  await env.run('start', '--agent', 'Claude', '-m', 'look for this')
  env.write('a.txt', 'two\n')
  await env.run('snapshot')
  await env.run('stop')
  for (const name of ['claude', 'claude-code']) {
    const sessions = jsonLines<{ agent: string }>(
      await env.run('sessions', '--agent', name, '--json'),
    )
    expect(sessions.map(({ agent }) => agent)).toEqual(['claude-code'])
    expect(jsonLines(await env.run('log', '--agent', name, '--json'))).toHaveLength(1)
    const found = await env.run('search', '--agent', name, 'claude-code begins', '--json')
    expect(jsonLines(found).length).toBeGreaterThan(0)
  }
})

test('import takes an agent for the folder in which it keeps its transcripts', async () => {
  const env = testEnv()
  const path = join(env.userHome, '.claude/projects/-w/s.jsonl')
  mkdirSync(dirname(path), { recursive: true })
  const line = { type: 'user', sessionId: 's', uuid: 'u', cwd: '/w', message: { content: 'hello' } }
  writeFileSync(path, `${JSON.stringify(line)}\n`)
  expect((await env.run('import', 'claude')).stdout).toContain('added 2 events')
})
