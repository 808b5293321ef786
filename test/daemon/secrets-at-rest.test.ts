import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SECRET_RULES } from '../../src/rules/redaction/secret-rules.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { runPlainGit } from '../helpers/plain-git.ts'
import { drained } from '../helpers/spool.ts'
import { testEnv } from '../helpers/test-env.ts'
import { fill, seededRandom } from '../rules/redaction/sample.ts'

/** All that lies in the home, as it is and unpacked. */
function everythingIn(home: string): string {
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
  const repos = ['sessions', ...readdirSync(join(home, 'repos')).map((name) => `repos/${name}`)]
  const objects = repos.map((repo) =>
    runPlainGit(['--git-dir', join(home, repo), 'cat-file', '--batch', '--batch-all-objects']),
  )
  return [...files, ...objects].join('\n')
}

test('after a session that printed every kind of secret, none of them lies in the home', async () => {
  const env = testEnv()
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const random = seededRandom(20261121)
  const secrets: string[] = []
  const printed = SECRET_RULES.flatMap(({ examples }) =>
    examples.found.map((template) => {
      const { text, parts } = fill(template, random)
      secrets.push(...parts.slice(0, 1))
      return text
    }),
  )
  expect(printed.length).toBeGreaterThan(40)
  const call = (text: string, at: number) => ({
    tool_name: 'Bash',
    tool_use_id: `call-${at}`,
    tool_input: { command: `echo '${text}'` },
  })
  const agent = new HookedAgent(env, 'leaky')
  for (const [at, text] of printed.entries()) {
    await agent.say({ hook_event_name: 'PreToolUse', ...call(text, at) })
    const tool_response = { stdout: `${text}\n`, stderr: `warning:\n${text}\n` }
    await agent.say({ hook_event_name: 'PostToolUse', ...call(text, at), tool_response })
  }
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: printed.join('\n') })
  await agent.say({ hook_event_name: 'SessionEnd', reason: printed[0] })
  await drained(env)
  await watch.stop()

  const kept = everythingIn(env.home)
  expect(kept).toContain('[redacted:')
  expect(secrets.filter((secret) => kept.includes(secret))).toEqual([])
})
