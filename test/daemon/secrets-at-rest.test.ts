import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SECRET_RULES } from '../../src/rules/redaction/tokens/secret-rules.ts'
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

/** A secret for each text that somebody can give, by where it was given. */
class Given {
  readonly #random = seededRandom(20261128)
  readonly secrets = new Map<string, string>()

  /** Agents' names are of small letters. */
  as(where: string, template = 'sqp_<h40>'): string {
    const { text } = fill(template, this.#random)
    this.secrets.set(where, text)
    return text
  }

  /** Where those were given that can be read in the home. */
  foundIn(home: string): string[] {
    const kept = everythingIn(home)
    return [...this.secrets].flatMap(([where, secret]) => (kept.includes(secret) ? [where] : []))
  }
}

test('whatever people and agents may name, say or call a thing, no secret of it lies in the home', async () => {
  const env = testEnv()
  const given = new Given()
  env.config(`[output]\njson_log_dir = "${env.home}/logs/json"\n`)
  const said = async (where: string, ...args: string[]) => {
    env.write('a.txt', where)
    await env.run(...args.map((arg) => (arg === '<secret>' ? `it is ${given.as(where)}` : arg)))
  }
  await said('snapshot -m, nobody recording', 'snapshot', '-m', '<secret>', env.root)
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  await said('snapshot -m', 'snapshot', '-m', '<secret>')
  await said('start -m', 'start', '--agent', 'bot', '-m', '<secret>')
  await env.run('stop')
  await env.run('start', '--agent', given.as('start --agent'))
  await env.run('stop')
  await env.run('restore', 'latest~1', 'a.txt', '--force')
  await env.run('search', given.as('search'))

  const agent = new HookedAgent(env, given.as('id of a session'))
  const tool_use_id = given.as('id of a call')
  const edit = {
    tool_name: 'Edit',
    tool_use_id,
    tool_input: { file_path: env.path('b.txt'), new_string: given.as('text of an edit') },
  }
  await agent.say({ hook_event_name: 'PreToolUse', ...edit })
  env.write('b.txt', 'of the call')
  await agent.say({ hook_event_name: 'PostToolUse', ...edit, tool_response: {} })
  const call = { tool_name: given.as('name of a tool'), tool_use_id: 'c2', tool_input: {} }
  await agent.say({ hook_event_name: 'PreToolUse', ...call })
  await agent.say({
    hook_event_name: given.as('name of an event'),
    [given.as('name of a field')]: 1,
  })
  const named = { event_type: 'USER_INPUT', agent: given.as('name of an agent'), session: 's' }
  await agent.say({ ...named, summary: `me: ${given.as('title')}`, model: given.as('model') })
  await agent.say({
    ...named,
    time: given.as('time'),
    mode: given.as('mode'),
    cwd: given.as('cwd'),
  })
  await env.runWith(
    { stdin: `no JSON ${given.as('payload that cannot be read')}` },
    'hook',
    'claude-code',
  )
  await env.runWith({ stdin: '{}' }, 'hook', given.as('name that a hook is called by'))
  await drained(env)
  const transcript = [
    { event_type: 'USER_INPUT', summary: given.as('prompt of a transcript'), session: 'told' },
    { event_type: 'SHELL_EXEC', command: given.as('command of a transcript'), session: 'told' },
  ]
  const told = join(env.temporary, 'told.jsonl')
  writeFileSync(told, transcript.map((line) => JSON.stringify(line)).join('\n'))
  expect((await env.run('import', told)).exitCode).toBe(0)
  await watch.stop()

  expect(await env.git('log', '--format=%B')).toContain('it is [redacted:sonar-token]')
  expect(given.foundIn(env.home)).toEqual([])
})
