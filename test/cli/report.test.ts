/** Reports: facts without any model, and what a model says of them where there is one. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GOOD, modelServer, saidBy } from '../helpers/model-server.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

async function narratedEnv(text = GOOD): Promise<{ env: TestEnv; asked: { user: string }[] }> {
  const server = await modelServer(() => ({ body: saidBy('ollama', text) }))
  const env = testEnv()
  env.config(`[llm]
enabled = true
provider = "ollama"
model = "m"
base_url = "${server.url}"
`)
  return { env, asked: server.asked }
}

/** Takes a snapshot that no model is told of. */
async function untold(env: TestEnv): Promise<string> {
  await env.run('watch', '--once', '--no-llm')
  return await env.latest()
}

const timeless = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')

test('a report of a change needs no model: facts alone, in Markdown that nothing in it can break', async () => {
  const env = testEnv()
  env.write('a.md', 'one\n')
  env.write('old.txt', 'a long enough text to be seen as moved\n')
  await untold(env)
  env.write('a.md', 'one\n```\n<script>\n')
  env.remove('old.txt')
  env.write('new `x`.txt', 'a long enough text to be seen as moved\n')
  await untold(env)
  const { shown, exitCode } = await env.run('report')
  expect(exitCode).toBe(0)
  expect(shown).toMatchInlineSnapshot(`
    "# Diff Report: diff-<snapshot-2>

    - **Root:** \`<root>\`
    - **From:** \`<snapshot-1>\`
    - **To:** \`<snapshot-2>\`
    - **At:** <time>
    - **Actor:** unattributed
    - **Changes:** 2 (+2 -0 lines)

    ## Changes

    - modified \`a.md\` (+2 -0)
    - renamed \`\`new \`x\`.txt\`\` ← \`old.txt\`

    ## Diff

    \`\`\`\`diff
    --- a/a.md
    +++ b/a.md
    @@ -1 +1,3 @@
     one
    +\`\`\`
    +<script>
    \`\`\`\`
    "
  `)
})

test('the JSON of a report is the diff, with the narrative as summary', async () => {
  const { env } = await narratedEnv()
  env.write('a', '1\n')
  const first = await untold(env)
  env.write('a', '2\n')
  const second = await untold(env)
  const none = JSON.parse((await env.run('report', '--format', 'json')).stdout)
  expect(none).toMatchObject({
    type: 'diff',
    diff_id: `diff-${second}`,
    from_snapshot_id: first,
    summary: null,
  })
  expect((await env.run('report', second, '--regenerate')).exitCode).toBe(0)
  const { summary } = JSON.parse((await env.run('--json', 'report', `diff-${second}`)).stdout)
  expect(summary).toMatchObject({
    llm_provider: 'ollama',
    model: 'm',
    short: 'Adds a greeting.',
    actions: ['write hello.txt'],
    intent_guess: 'to say hello',
    input_tokens: 812,
    output_tokens: 90,
    cost_usd: null,
  })
})

test('--regenerate asks, keeps the answer, and log and show have its short line', async () => {
  const { env, asked } = await narratedEnv()
  env.write('a', '1\n')
  await untold(env)
  env.write('a', '2\n')
  await untold(env)
  const report = await env.run('report', '--regenerate')
  expect(timeless(report.stdout.split('## Narrative')[1]!)).toMatchInlineSnapshot(`
    " (ollama, m, <time>)

    Adds a greeting.

    **Actions:**

    - write hello.txt

    **Intent:** to say hello

    *Written by a language model from what was recorded; 812 tokens in, 90 out.*
    "
  `)
  expect(asked).toHaveLength(1)
  expect((await env.run('log', '-n', '1')).stdout).toContain('\n    > Adds a greeting.\n')
  expect((await env.run('log', '--oneline')).stdout).toContain('  > Adds a greeting.\n')
  expect((await env.run('show', '--stat')).stdout).toContain('\n    > Adds a greeting.\n')
  expect(JSON.parse((await env.run('show', '--json')).stdout).summary.short).toBe(
    'Adds a greeting.',
  )
  const [latest, before] = (await env.run('log', '--json')).stdout.trim().split('\n')
  expect(JSON.parse(latest!).summary.short).toBe('Adds a greeting.')
  expect(JSON.parse(before!).summary).toBe(null)
  // Without being told to, a report asks nobody.
  await env.run('report')
  expect(asked).toHaveLength(1)
})

test('while a daemon records, its repo is still written to by one alone', async () => {
  const { env } = await narratedEnv()
  env.write('a', '1\n')
  await untold(env)
  env.write('a', '2\n')
  const id = await untold(env)
  const watch = env.start('watch')
  await watch.says(/recording/)
  expect((await env.run('report', id, '--regenerate')).exitCode).toBe(0)
  await watch.stop()
  expect(await env.git('log', '-1', '--notes=summary', '--format=%N')).toContain('Adds a greeting.')
})

test('a range is told as a whole, with the narratives of its snapshots', async () => {
  const { env, asked } = await narratedEnv()
  const ids: string[] = []
  for (const text of ['1', '2', '3']) {
    env.write('a', `${text}\n`)
    ids.push(await untold(env))
  }
  for (const id of ids.slice(1)) await env.run('report', id, '--regenerate')
  const { shown } = await env.run('report', `${ids[0]}..${ids[2]}`)
  expect(shown).toContain('## Snapshot by snapshot')
  expect(shown.match(/^- `<snapshot-\d>` Adds a greeting\.$/gm)).toHaveLength(2)
  const fresh = await env.run('report', `${ids[0]}..${ids[2]}`, '--regenerate')
  expect(fresh.stderr).toContain('the narrative of a range is shown, and not kept')
  expect(asked.at(-1)!.user).toContain('-1\n    +3')
})

test('a session: steps, findings, files, narratives of its snapshots, and then its own', async () => {
  const { env, asked } = await narratedEnv()
  env.write('config/secrets.yml', 'a: 1\n')
  await env.run('start', '--agent', 'bot', '-m', 'tidy [up](x)')
  env.remove('config/secrets.yml')
  env.write('config/app.yml', 'b: 2\n')
  await env.run('stop')
  const id = JSON.parse((await env.run('sessions', '--json')).stdout).id as string
  await env.run('report', 'latest', '--regenerate')
  const { stdout } = await env.run('report', id, '--regenerate')
  expect(asked.at(-1)!.user).toContain('file: config/app.yml (create)')
  expect(asked.at(-1)!.user).toContain('change: Adds a greeting.')
  expect(
    timeless(env.normalise(stdout))
      .replaceAll(id, '<session>')
      .replaceAll(/\d\d:\d\d:\d\d/g, '<clock>')
      .replaceAll(/20\d\d-\d\d-\d\d <clock>/g, '<moment>')
      .replace(/\*\*Took:\*\* .*/, '**Took:** <duration>'),
  ).toMatchInlineSnapshot(`
    "# Session Report: <session>

    - **Agent:** bot
    - **Root:** \`<root>\`
    - **Message:** tidy \\[up\\](x)
    - **Started:** <time>
    - **Ended:** <time>
    - **Took:** <duration>
    - **Steps:** 2, 1 of them reported by rules
    - **Files:** 2 changed on disk

    ## What was done

    - [2] <clock> ⚠ create config/app.yml, delete config/secrets.yml (seen on disk, \`destructive-rm\`, \`sensitive-secrets-file\`)

    ## Findings

    - ⚠ warning \`destructive-rm\`: [3]
    - ⚠ warning \`sensitive-secrets-file\`: [3]

    ## Files changed on disk

    - \`config/app.yml\` create
    - \`config/secrets.yml\` delete

    ## Snapshot by snapshot

    - \`<snapshot-1>\` Adds a greeting.

    ## Narrative (ollama, m, <time>)

    Adds a greeting.

    **Actions:**

    - write hello.txt

    **Intent:** to say hello

    *Written by a language model from what was recorded; 812 tokens in, 90 out.*
    "
  `)
  const again = JSON.parse((await env.run('report', id, '--format', 'json')).stdout)
  expect(again).toMatchObject({ type: 'session-report', id, steps_omitted: 0 })
  expect(again.summary.short).toBe('Adds a greeting.')
  expect(again.summaries).toHaveLength(1)
})

test('nothing is asked where config.toml does not allow it, and it says so', async () => {
  const { env, asked } = await narratedEnv()
  env.config('[llm]\nenabled = false\n')
  env.write('a', '1\n')
  await untold(env)
  const { shown, exitCode } = await env.run('report', '--regenerate')
  expect(exitCode).toBe(1)
  expect(shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: config.toml lets no language model be told of this
    hint: Set \`enabled = true\` in [llm], and name the folder in its \`roots\` if there are any; see docs/narratives.md.
    [exit 1]
    "
  `)
  expect(asked).toEqual([])
})

test('an answer that is none leaves the old narrative, and the facts are a command away', async () => {
  const { env } = await narratedEnv('I would rather not.')
  env.write('a', '1\n')
  await untold(env)
  env.write('a', '2\n')
  await untold(env)
  const { shown, exitCode } = await env.run('report', '--regenerate')
  expect(exitCode).toBe(1)
  expect(shown).toContain(
    'flightrec: there is no narrative: no narrative in it: I would rather not.',
  )
  expect((await env.run('report')).exitCode).toBe(0)
})

test('watch --once has its change told once it is safe, and says when that fails', async () => {
  let isDown = false
  const server = await modelServer(() =>
    isDown ? { status: 401, body: 'no' } : { body: saidBy('ollama', GOOD) },
  )
  const env = testEnv()
  env.config(`[llm]\nenabled = true\nprovider = "ollama"\nbase_url = "${server.url}"\n`)
  env.write('a', '1\n')
  await env.run('watch', '--once')
  env.write('a', '2\n')
  const { stdout, stderr } = await env.run('watch', '--once')
  expect([stdout.split('\n').slice(1), stderr]).toEqual([['  1 change:', '    ~ a', ''], ''])
  expect((await env.run('log', '-n', '1')).stdout).toContain('> Adds a greeting.')
  isDown = true
  env.write('a', '3\n')
  const failed = await env.run('watch', '--once')
  expect(failed.exitCode).toBe(0)
  expect(failed.stderr).toBe(
    'warning: the change is recorded, and there is no narrative: API error 401: no\n',
  )
  isDown = false
  // What is recorded without narratives is not told later.
  expect((await env.run('watch', '--once', '--no-llm')).exitCode).toBe(0)
  env.write('a', '4\n')
  await env.run('watch', '--once')
  const told = (await env.run('log', '--json')).stdout.trim().split('\n')
  expect(told.map((line) => JSON.parse(line).summary?.short ?? null)).toEqual([
    'Adds a greeting.',
    null,
    'Adds a greeting.',
    null,
  ])
})

test('what an agent told is listed as it was done: calls with their ends, and who speaks', async () => {
  const env = testEnv()
  const fixture = join(import.meta.dirname, '../fixtures/agents/claude-code/transcript.jsonl')
  expect((await env.run('import', fixture)).exitCode).toBe(0)
  const { id } = JSON.parse((await env.run('sessions', '--json')).stdout)
  const { stdout } = await env.run('report', id)
  expect(stdout.split('## What was done')[1]!.split('## Findings')[0]).toMatchInlineSnapshot(`
    "

    - [2] 13:06:50 user: list it
    - [3] 13:06:58 agent: thought, in words that are not told
    - [4] 13:06:59 \`ls /no/such/dir\` (exit 2)
    - [7] 13:07:01 \`echo world\`
    - [10] 13:07:03 agent: \\<system-reminder\\>…
    - [11] 13:07:04 agent: unknown (refused)
    - [12] 13:07:05 agent: system compact_boundary
    - [13] 13:07:06 agent: line-of-next-year
    - [14] 13:07:07 agent: It prints world.

    "
  `)
  expect((await env.run('report', 'sess_nobody')).stderr).toContain("no session 'sess_nobody'")
})

test('--regenerate tries again when the provider is busy, and not when it never will answer', async () => {
  const server = await modelServer((_, n) => {
    if (n === 0) return { status: 429, headers: { 'retry-after': '0' }, body: { error: 'slow' } }
    return n === 1 ? { body: saidBy('ollama', GOOD) } : { status: 404, body: { error: 'gone' } }
  })
  const env = testEnv()
  env.config(`[llm]\nenabled = true\nprovider = "ollama"\nbase_url = "${server.url}"\n`)
  env.write('a', '1\n')
  await untold(env)
  env.write('a', '2\n')
  await untold(env)
  const { stdout, stderr } = await env.run('report', '--regenerate')
  expect(stdout).toContain('Adds a greeting.')
  expect(stderr).toBe('API error 429: slow; trying again\n')
  const gone = await env.run('report', '--regenerate')
  expect([gone.exitCode, server.asked.length]).toEqual([1, 3])
  expect(gone.stderr).toContain('flightrec: there is no narrative: API error 404: gone\n')
  expect((await env.run('report')).stdout, 'what there was stays').toContain('Adds a greeting.')
})
