import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { callOf } from '../../src/review/sessions/session-snapshots.ts'
import { runProcess } from '../helpers/processes.ts'
import { drained } from '../helpers/spool.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

let env: TestEnv
beforeEach(() => {
  env = testEnv()
})

const lines = (changed: Record<number, string> = {}) =>
  Array.from({ length: 12 }, (_, index) => `${changed[index + 1] ?? `line ${index + 1}`}\n`).join(
    '',
  )

/** The command after `Undo: flightrec`, as words. */
function undoWords(stdout: string): string[] {
  return /^Undo: flightrec (.*)$/m.exec(stdout)![1]!.split(' ')
}

test('undo takes one change out, keeps what came later, and says how to undo that', async () => {
  env.write('src/app.ts', lines())
  env.write('config/secrets.yml', 'secret\n')
  await env.snapshot()
  env.write('src/app.ts', lines({ 2: 'agent' }))
  env.write('made/by/agent.txt', 'x\n')
  env.remove('config')
  const change = await env.snapshot()
  env.write('src/app.ts', lines({ 2: 'agent', 9: 'mine' }))
  expect((await env.run('undo', change, '--dry-run')).shown).toMatchInlineSnapshot(`
    "  - made/by/agent.txt
      - made/by
      - made
      + config/secrets.yml
      ~ src/app.ts  keeps later changes
    Would undo <snapshot-2>: write 2 paths and remove 3.
    "
  `)
  expect(env.read('src/app.ts')).toBe(lines({ 2: 'agent', 9: 'mine' }))
  const result = await env.run('undo', change)
  expect(result.shown).toMatchInlineSnapshot(`
    "  - made/by/agent.txt
      - made/by
      - made
      + config/secrets.yml
      ~ src/app.ts  keeps later changes
    Undid <snapshot-2>: wrote 2 paths and removed 3.
    Undo: flightrec undo <snapshot-3>
    "
  `)
  expect(env.read('src/app.ts')).toBe(lines({ 9: 'mine' }))
  expect(env.read('config/secrets.yml')).toBe('secret\n')
  expect((await env.run('undo', change)).shown).toMatchInlineSnapshot(`
    "Nothing to undo of <snapshot-2>.
    "
  `)
  expect((await env.run(...undoWords(result.stdout))).exitCode).toBe(0)
  expect(env.read('src/app.ts')).toBe(lines({ 2: 'agent', 9: 'mine' }))
  expect(env.exists('config')).toBe(false)
})

test('conflicts are left alone with exit 3; --conflicts writes a file beside', async () => {
  env.write('a.txt', lines())
  await env.snapshot()
  env.write('a.txt', lines({ 2: 'agent' }))
  env.write('b.txt', 'agent\n')
  const change = await env.snapshot()
  env.write('a.txt', lines({ 2: 'mine' }))
  env.write('b.txt', 'agent\nmine\n')
  expect((await env.run('undo', change)).shown).toMatchInlineSnapshot(`
    "Nothing to undo of <snapshot-2>; 2 left as they are, see above.
    [stderr]
    warning: left alone: a.txt was changed since, in the same place
    warning: left alone: b.txt was made by this change and has been changed since
    With --conflicts, a file beside each shows what could not be merged.
    [exit 3]
    "
  `)
  expect((await env.run('undo', change, '--conflicts')).shown).toMatchInlineSnapshot(`
    "  + a.txt.undo-conflict
    Undid <snapshot-2>: wrote 1 path; 2 left as they are, see above.
    Undo: flightrec undo <snapshot-3>
    [stderr]
    warning: left alone: a.txt was changed since, in the same place; see a.txt.undo-conflict
    warning: left alone: b.txt was made by this change and has been changed since
    [exit 3]
    "
  `)
  expect(env.read('a.txt')).toBe(lines({ 2: 'mine' }))
  expect(env.read('a.txt.undo-conflict')).toContain('<<<<<<< now\nmine\n=======\nline 2\n>>>>>>>')
})

test('a range, a diff id and paths', async () => {
  env.write('src/a', '1\n')
  env.write('src/b', '1\n')
  const first = await env.snapshot()
  env.write('src/a', '2\n')
  await env.snapshot()
  env.write('src/b', '2\n')
  const third = await env.snapshot()
  expect((await env.run('undo', `${first}..latest`, 'src/c')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: 'src/c' was not changed by <snapshot-1>..<snapshot-3>
    hint: Run the undo with --dry-run and without paths to see what was.
    [exit 2]
    "
  `)
  expect((await env.run('undo', `${first}..latest`, '--', 'src/a')).exitCode).toBe(0)
  expect([env.read('src/a'), env.read('src/b')]).toEqual(['1\n', '2\n'])
  expect((await env.run('undo', `diff-${third}`, '--root', env.root)).stdout).toContain('~ src/b')
  expect(env.read('src/b')).toBe('1\n')
  expect((await env.run('undo', `latest..${first}`)).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: <snapshot-5> is not before <snapshot-1>
    hint: Name the older snapshot first: what came after it, up to the other, is taken back.
    [exit 2]
    "
  `)
})

test('a name that no command line can carry is meant by the way it is shown', async () => {
  env.write('new\nline', '1\n')
  env.write('other', '1\n')
  await env.snapshot()
  env.write('new\nline', '2\n')
  env.write('other', '2\n')
  const change = await env.snapshot()
  const result = await env.run('undo', change, 'new\\nline')
  expect(result.shown).toMatchInlineSnapshot(`
    "  ~ new\\nline
    Undid <snapshot-2>: wrote 1 path.
    Undo: flightrec undo <snapshot-3>
    "
  `)
  expect([env.read('new\nline'), env.read('other')]).toEqual(['1\n', '2\n'])
})

test('the result as JSON', async () => {
  env.write('a.txt', lines())
  env.write('gone.txt', 'x\n')
  await env.snapshot()
  env.write('a.txt', lines({ 2: 'agent' }))
  env.write('b.txt', 'agent\n')
  env.write('gone.txt', 'agent\n')
  const change = await env.snapshot()
  env.write('a.txt', lines({ 2: 'agent', 9: 'mine' }))
  env.write('b.txt', 'agent\nmine\n')
  env.remove('gone.txt')
  const result = await env.run('undo', change, '--json')
  expect(result.exitCode).toBe(3)
  const json = env.normalise(JSON.stringify(JSON.parse(result.stdout), null, 1))
  expect(json).toMatchInlineSnapshot(`
    "{
     "type": "undo",
     "version": 1,
     "dry_run": false,
     "session": null,
     "step": null,
     "changes": [
      {
       "from_snapshot_id": "<snapshot-1>",
       "to_snapshot_id": "<snapshot-2>"
      }
     ],
     "folder": "<root>",
     "restored": [
      {
       "path": "<root>/a.txt",
       "action": "modified"
      }
     ],
     "removed": [],
     "conflicts": [
      {
       "path": "<root>/b.txt",
       "reason": "created",
       "message": "was made by this change and has been changed since",
       "conflict_file": null
      }
     ],
     "not_restorable": [],
     "torn": [],
     "merged": [
      {
       "path": "<root>/a.txt"
      }
     ],
     "unproven": [],
     "gone": [
      {
       "path": "<root>/gone.txt"
      }
     ],
     "safety_snapshot": "<snapshot-3>",
     "undo_snapshot": "<snapshot-4>",
     "undo": "flightrec undo <snapshot-4>"
    }"
  `)
})

describe('what cannot be', () => {
  test('the first snapshot has nothing before it', async () => {
    env.write('a', '1\n')
    await env.snapshot()
    expect((await env.run('undo', 'latest')).shown).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: <snapshot-1> is the first snapshot: nothing was recorded before it
      hint: Name a later one; \`flightrec log\` lists them.
      [exit 1]
      "
    `)
    expect((await env.run('undo', 'nonsense')).exitCode).toBe(2)
    expect((await env.run('undo')).exitCode).toBe(2)
    expect((await env.run('undo', 'sess_1234')).shown).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: <home> holds no session yet
      hint: Run \`flightrec start --agent NAME\` to begin one.
      [exit 10]
      "
    `)
  })

  test('history that gc has cut off', async () => {
    for (const content of ['1', '2', '3', '4']) {
      env.write('a', content)
      await env.snapshot()
    }
    const oldest = (await env.git('rev-list', 'main')).trim().split('\n').at(-2)!
    writeFileSync(`${env.gitDir()}/shallow`, `${oldest}\n`)
    rmSync(`${env.gitDir()}/logs`, { recursive: true })
    await env.git('-c', 'gc.pruneExpire=now', 'gc', '--prune=now', '--quiet')
    expect((await env.run('undo', 'latest~2')).shown).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: what was before <snapshot-2> has been dropped by \`flightrec gc\`
      hint: Take back what came after it: \`flightrec undo <snapshot-2>..latest\`, or up to another one.
      [exit 1]
      "
    `)
  })
})

describe('sessions', () => {
  /** Makes the latest snapshot one of a session's, as attribution does. */
  async function attribute(session: string, step: number): Promise<void> {
    const message = (await env.git('log', '-1', '--format=%B', 'main')).trim()
    const trailers = `Flightrec-Session: ${session}\nFlightrec-Event: ${step}\n`
    const identity = ['-c', 'user.name=agent', '-c', `user.email=${session}@flightrec`]
    const parent = (await env.git('rev-parse', 'main~1')).trim()
    const text = `${message}\n${trailers}`
    const args = ['commit-tree', 'main^{tree}', '-p', parent, '-m', text]
    const oid = (await env.git(...identity, ...args)).trim()
    await env.git('update-ref', 'refs/heads/main', oid)
  }

  test('a whole session, or one step of it, goes; what a person did in between stays', async () => {
    env.write('a', lines())
    await env.snapshot()
    const started = await env.run('start', '--agent', 'bot', '--json')
    const session = (JSON.parse(started.stdout) as { id: string }).id
    await env.run('stop', session) // So that nothing but what is said here is put down to it.
    expect(
      (await env.run('undo', session)).shown.replaceAll(session, '<session>'),
    ).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: no recorded change is known to be of <session>
      hint: Run \`flightrec log --stat\` to find the snapshot, and \`flightrec undo\` that one.
      [exit 1]
      "
    `)
    env.write('a', lines({ 2: 'agent' }))
    await env.snapshot()
    await attribute(session, 1)
    env.write('a', lines({ 2: 'agent', 6: 'mine' }))
    await env.snapshot()
    env.write('a', lines({ 2: 'agent', 6: 'mine', 10: 'agent' }))
    env.write('b', 'agent\n')
    await env.snapshot()
    await attribute(session, 2)

    const step = await env.run('undo', `${session}#2`)
    expect(step.shown.replaceAll(session, '<session>')).toMatchInlineSnapshot(`
      "  - b
        ~ a
      Undid <session>#2: wrote 1 path and removed 1.
      Undo: flightrec undo <snapshot-5>
      "
    `)
    expect(env.read('a')).toBe(lines({ 2: 'agent', 6: 'mine' }))
    await env.run(...undoWords(step.stdout))
    const whole = await env.run('undo', session.slice(0, 9))
    expect(whole.shown.replaceAll(session, '<session>')).toMatchInlineSnapshot(`
      "  - b
        ~ a  keeps later changes
      Undid <session>: wrote 1 path and removed 1.
      Undo: flightrec undo <snapshot-7>
      "
    `)
    expect(env.read('a')).toBe(lines({ 6: 'mine' }))
    expect(env.exists('b')).toBe(false)
    const none = await env.run('undo', `${session}#500`)
    expect(none.shown.replaceAll(session, '<session>')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: <session> has no step 500
      hint: Run \`flightrec inspect <session>\` to see its steps.
      [exit 2]
      "
    `)
  })

  test('what a call named goes; what only the time puts down to it goes when somebody says so', async () => {
    const hook = resolve(import.meta.dirname, '../../hooks/flightrec-hook')
    const say = async (event: string, command: string) => {
      const payload = {
        ...{ session_id: 'one', cwd: env.root, hook_event_name: event },
        ...{ tool_name: 'Bash', tool_input: { command }, tool_use_id: command },
      }
      const stdin = JSON.stringify(payload)
      const vars = { PATH: process.env.PATH!, HOME: env.userHome, FLIGHTREC_HOME: env.home }
      await runProcess(['sh', hook, 'claude-code'], { cwd: env.root, env: vars, stdin })
      await drained(env)
    }
    env.write('a', lines())
    env.write('config/secrets.yml', 'secret\n')
    const watch = env.start('watch', env.root)
    await watch.says(/^recording/m)
    const command = 'rm config/secrets.yml; …'
    await say('PreToolUse', command)
    await pause(500) // A removal has no time of its own: the root must have been looked at before it.
    env.remove('config')
    env.write('a', lines({ 2: 'agent' }))
    await say('PostToolUse', command)
    await pause(1500) // What a person does later is told apart.
    env.write('a', lines({ 2: 'agent', 9: 'mine' }))
    const [session] = (await env.run('sessions', '--json')).stdout.trim().split('\n')
    const { id } = JSON.parse(session!) as { id: string }
    const events = (await env.run('inspect', id, '--json')).stdout.trim().split('\n')
    const last = events
      .map((line) => JSON.parse(line) as { seq?: number; call_id?: string })
      .findLast((event) => event.call_id === command)
    const step = `${id}#${last!.seq}`
    const shown = (text: string) =>
      text
        .replaceAll(id, '<session>')
        .replace(/#\d+/g, '#<step>')
        .replace(/<snapshot-\d+>/g, '<snapshot>')
    expect(shown((await env.run('undo', step)).shown)).toMatchInlineSnapshot(`
      "  + config/secrets.yml
      Undid <session>#<step>: wrote 1 path; 1 left as it is, see above.
      Undo: flightrec undo <snapshot>
      [stderr]
      warning: 1 change is put down to <session>#<step> only because nobody else is known to have been at work:
        ~ a  <snapshot>
      Left as it is: with --include-window it is taken back too.
      [exit 3]
      "
    `)
    expect(env.read('config/secrets.yml')).toBe('secret\n')
    expect(env.read('a')).toBe(lines({ 2: 'agent', 9: 'mine' }))

    const json = await env.run('undo', step, '--dry-run', '--json')
    expect(json.exitCode).toBe(3)
    expect(JSON.parse(json.stdout)).toMatchObject({
      unproven: [{ path: env.path('a'), change_type: 'modified' }],
    })
    const no = await env.runOnTerminal({ stdin: 'n\n' }, 'undo', step)
    expect(no.stdout).toContain('Take these back too? [y/N]')
    expect(env.read('a')).toBe(lines({ 2: 'agent', 9: 'mine' }))
    const yes = await env.runOnTerminal({ stdin: 'y\n' }, 'undo', step)
    expect([yes.exitCode, yes.stdout]).toEqual([0, expect.stringContaining('keeps later changes')])
    expect(env.read('a')).toBe(lines({ 9: 'mine' }))

    env.write('a', lines({ 2: 'agent', 9: 'mine' }))
    expect(shown((await env.run('undo', step, '--include-window')).shown)).toMatchInlineSnapshot(`
      "  ~ a  keeps later changes
      Undid <session>#<step>: wrote 1 path.
      Undo: flightrec undo <snapshot>
      "
    `)
    await watch.stop()
    expect(env.read('a')).toBe(lines({ 9: 'mine' }))
  })

  test('a step is any event of a call', async () => {
    const calls = ['a', 'b', undefined, 'a', 'b']
    async function* events() {
      for (const [at, call] of calls.entries())
        yield { seq: at + 1, ...(call && { call_id: call }) }
    }
    const at = async (step: number) => (await callOf(events(), step))?.events
    expect(await at(4)).toEqual([1, 4])
    expect(await at(1)).toEqual([1, 4])
    expect(await at(3)).toEqual([3])
    expect(await at(6)).toBeUndefined()
  })
})

test('undo takes a move of 1,100 edited files back with a later edit, since git stops looking for copies where it would give up', async () => {
  for (let n = 0; n < 1100; n += 1) env.write(`src/m${n}.ts`, `import x from "${n}"\n${lines()}`)
  await env.snapshot()
  renameSync(env.path('src'), env.path('lib'))
  for (let n = 0; n < 1100; n += 1) env.write(`lib/m${n}.ts`, `import y from "${n}"\n${lines()}`)
  const moved = await env.snapshot()
  const shown = await env.run('log', '--stat', '--json', '-n', '1')
  expect(JSON.parse(shown.stdout.split('\n')[0]!).changes.length).toBe(1100)
  env.write('lib/m7.ts', `import y from "7"\n${lines({ 12: 'later' })}`)
  await env.snapshot()
  expect((await env.run('undo', moved)).exitCode).toBe(0)
  expect(env.exists('lib')).toBe(false)
  expect(env.read('src/m7.ts')).toBe(`import x from "7"\n${lines({ 12: 'later' })}`)
})
