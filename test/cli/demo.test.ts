import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testEnv } from '../helpers/test-env.ts'

const DEMO = /^flightrec-demo-/

test('the demo really does damage, and undo gives the bytes back and keeps what a person changed', async () => {
  const env = testEnv()
  const { stdout, stderr, exitCode } = await env.run('demo', '--keep')
  expect([exitCode, stderr]).toEqual([0, ''])
  const [name] = readdirSync(env.temporary).filter((entry) => DEMO.test(entry))
  const project = join(env.temporary, name!, 'greeter')
  const read = (file: string) => readFileSync(join(project, file), 'utf8')

  expect(read('config/secrets.yml')).toBe('token: the-only-copy\n')
  expect(read('config/app.yml')).toBe('name: greeter\nport: 9090\n\nlog: warn\ncolor: auto\n')
  expect(read('.env')).toBe('MODE=test\n')
  expect(stdout).toMatch(/^FAILED: greet\.sh greets nobody$/m)
  expect(stdout).toMatch(/^sess_[0-9a-f]{7}… claude-code: .* 1 claim not borne out, /m)
  expect(stdout).toMatch(
    /“I only updated the README\.”, but it also changed .*`config\/secrets\.yml`/,
  )
  expect(stdout).toMatch(/“All tests pass\.”, but \[\d+\] `sh test\.sh` ended with 1$/m)
  expect(stdout).toMatch(/^ {2}\+ config\/secrets\.yml$/m)
  expect(stdout).toContain(`Kept in ${join(env.temporary, name!)}`)
  expect(env.hasHome()).toBe(false)

  const home = { FLIGHTREC_HOME: join(env.temporary, name!, 'flightrec') }
  expect((await env.runWith({ cwd: project, env: home }, 'daemon', 'status')).exitCode).toBe(12)
})

test('Ctrl-C in the middle of the demo stops its daemon and leaves nothing behind', async () => {
  const env = testEnv()
  const demo = env.start('demo')
  const [, pid] = await demo.says(/process (\d+)/)
  await demo.says(/agent> {2}Edit README\.md/)
  const { exitCode } = await demo.stop()
  expect(exitCode).toBe(130)
  expect(readdirSync(env.temporary).filter((entry) => DEMO.test(entry))).toEqual([])
  await expect.poll(() => isRunning(Number(pid))).toBe(false)
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // ESRCH
    return false
  }
}
