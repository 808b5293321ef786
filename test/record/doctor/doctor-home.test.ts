import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { homeAt } from '../../../src/store/home/home.ts'
import { prepareSpool, putInSpool, spoolFolders } from '../../../src/store/spool/spool.ts'
import { isRoot } from '../../helpers/is-root.ts'
import { jsonLines } from '../../helpers/json-lines.ts'
import { testEnv } from '../../helpers/test-env.ts'

interface Told {
  check: string
  subject: string
  state: string
}

async function recorded() {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const doctor = async (...more: string[]) => {
    const result = await env.run('doctor', '--json', ...more)
    const told = jsonLines<Told>(result)
    expect(result.exitCode).toBe(told.every(({ state }) => state === 'mended') ? 0 : 1)
    return told
  }
  expect(await doctor()).toEqual([])
  return { env, doctor, home: homeAt(env.home) }
}

describe('payloads of hooks', () => {
  test('that a killed hook left half written are named, and handed on: they hold secrets as they came', async () => {
    const { env, doctor, home } = await recorded()
    prepareSpool(home)
    const { tmp } = spoolFolders(home)
    writeFileSync(join(tmp, 'claude-code.1.4194999.0'), '{"tool_input": {"command": "export TO', {
      mode: 0o600,
    })
    writeFileSync(join(tmp, `claude-code.1.${process.pid}.0`), '{', { mode: 0o600 })
    expect(await doctor()).toMatchObject([{ check: 'spool', subject: tmp, state: 'mendable' }])
    expect((await doctor('--fix'))[0]).toMatchObject({ check: 'spool', state: 'mended' })
    await env.run('snapshot')
    expect((await doctor()).map(({ subject }) => subject)).not.toContain(tmp)
  })

  test('that wait for long are named though somebody records, since who records does not take them in', async () => {
    const { env, doctor, home } = await recorded()
    putInSpool(home, 'claude-code', Buffer.from('{}'))
    const daemon = env.start('watch')
    await daemon.says(/recording/)
    const folders = spoolFolders(home)
    const hourAgo = Date.now() / 1000 - 3600
    // A folder in the place of a mark is what nobody can take in.
    mkdirSync(join(folders.taken, '1-a-claude-code.1.4194999.7'), { mode: 0o700 })
    utimesSync(join(folders.taken, '1-a-claude-code.1.4194999.7'), hourAgo, hourAgo)
    const told = await doctor()
    expect(told).toContainEqual(
      expect.objectContaining({
        check: 'spool',
        problem: expect.stringContaining('does not take'),
      }),
    )
    await daemon.stop()
  })
})

test.skipIf(isRoot)(
  'a home in which something cannot be written is named and mended: nothing is recorded with it',
  async () => {
    const { env, doctor } = await recorded()
    const gitDir = env.gitDir()
    for (const folder of [
      env.home,
      join(env.home, 'repos'),
      join(env.home, 'run'),
      gitDir,
      join(gitDir, 'objects'),
      join(gitDir, 'logs/refs/heads'),
    ]) {
      for (const mode of [0o000, 0o500]) {
        chmodSync(folder, mode)
        expect(await doctor()).toContainEqual(
          expect.objectContaining({ check: 'writable', subject: folder, state: 'mendable' }),
        )
        expect(await doctor('--fix')).toMatchObject([{ check: 'writable', state: 'mended' }])
        expect(await doctor()).toEqual([])
      }
    }
    const reflog = join(gitDir, 'logs/refs/heads/main')
    chmodSync(reflog, 0o400)
    expect(await doctor('--fix')).toMatchObject([
      { check: 'writable', subject: reflog, state: 'mended' },
    ])
    chmodSync(env.root, 0o300)
    expect(await doctor()).toMatchObject([{ check: 'root', subject: env.root, state: 'left' }])
    chmodSync(env.root, 0o700)
  },
)
