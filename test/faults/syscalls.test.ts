/** Death, or an error, at each of the calls that make a snapshot durable. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { runProcess } from '../helpers/processes.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const hasStrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0
if (!hasStrace) process.stderr.write('skipped: faults by system call, which need strace\n')

const isSoak = process.env.FLIGHTREC_SOAK !== undefined
const PROGRAM = resolve('dist/main.js')
/** Otherwise every few of them: a run takes half a second. */
const STEP = isSoak ? 1 : 3
const CALLS = isSoak ? ['rename', 'link', 'unlink', 'fsync', 'mkdir'] : ['rename', 'link', 'fsync']
const CALLS_MAX = 200

async function watchOnce(env: TestEnv, fault: string) {
  const call = fault.split(':')[0]!
  // Without --seccomp-bpf: with it, an injected signal is not delivered.
  const strace = ['strace', '-f', '-qq', '-o', '/dev/null']
  const inject = ['-e', `trace=${call}`, '-e', `inject=${fault}`]
  const argv = [...strace, ...inject, process.execPath, PROGRAM, 'watch', '--once', env.root]
  const variables = { PATH: process.env.PATH!, FLIGHTREC_HOME: env.home, HOME: env.userHome }
  return await runProcess(argv, { cwd: env.root, env: variables })
}

/** What every snapshot after a fault must find. */
async function expectWhole(env: TestEnv, content: string): Promise<void> {
  const next = await env.run('watch', '--once')
  expect(next.exitCode, next.shown).toBe(0)
  expect(await env.git('cat-file', 'blob', 'main:counter')).toBe(content)
  expect(await env.git('fsck', '--full', '--strict', '--no-dangling')).toBe('')
  const drafts = join(env.gitDir(), 'flightrec/drafts')
  expect(existsSync(drafts) ? readdirSync(drafts) : []).toEqual([])
  const locks = readdirSync(env.gitDir(), { recursive: true, encoding: 'utf8' })
  expect(locks.filter((name) => name.endsWith('.lock'))).toEqual([])
}

async function faultAtEach(kind: string, check: (exitCode: number, stderr: string) => void) {
  const env = testEnv()
  env.write('counter', 'first')
  await env.snapshot()
  let faults = 0
  for (const call of CALLS) {
    for (let nth = 1; nth < CALLS_MAX; nth += STEP) {
      const content = `${call} ${nth}`
      env.write('counter', content)
      env.write(`${call}/new-${nth}`, content, 0o600)
      const { exitCode, stderr } = await watchOnce(env, `${call}:${kind}:when=${nth}`)
      if (exitCode !== 0) faults += 1
      check(exitCode, stderr.toString())
      const isThrough = exitCode === 0
      await expectWhole(env, content)
      if (isThrough) break
    }
  }
  // One run in which the call is not reached any more ends each row.
  expect(faults).toBeGreaterThanOrEqual(CALLS.length)
  return faults
}

test.runIf(hasStrace)(
  'killed at any call that names, links or syncs, the next snapshot is whole',
  async () => {
    const faults = await faultAtEach('signal=SIGKILL', (exitCode) => {
      expect([0, 137]).toContain(exitCode)
    })
    process.stderr.write(`killed at a system call: ${faults} times\n`)
  },
  isSoak ? 600_000 : 90_000,
)

test.runIf(hasStrace)(
  'a disk that reports errors is told of, and nothing is taken for durable that is not',
  async () => {
    const faults = await faultAtEach('error=EIO', (exitCode, stderr) => {
      expect([0, 1]).toContain(exitCode)
      if (exitCode === 1) expect(stderr).toContain('EIO')
      expect(stderr).not.toContain('internal error')
    })
    process.stderr.write(`failed at a system call: ${faults} times\n`)
  },
  isSoak ? 600_000 : 90_000,
)
