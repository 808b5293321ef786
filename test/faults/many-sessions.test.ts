/** However many sessions run, the process that records has the same few files open. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drained } from '../helpers/spool.ts'
import { testEnv } from '../helpers/test-env.ts'

test.runIf(process.platform === 'linux')(
  'a session that runs holds no file open: thousands of them must not use up what a process may open',
  async () => {
    const env = testEnv()
    env.config('')
    env.write('a', '1')
    const watch = env.start('watch', env.root)
    await watch.says(/^recording/m)
    const spool = join(env.home, 'spool')
    for (const name of ['tmp', 'new', 'taken']) mkdirSync(join(spool, name), { recursive: true })
    const say = (count: number, from: number) => {
      for (let n = from; n < from + count; n += 1) {
        const payload = {
          session_id: `s${n}`,
          hook_event_name: 'UserPromptSubmit',
          prompt: 'hello',
        }
        writeFileSync(join(spool, 'tmp', `claude-code.1.1.${n}`), JSON.stringify(payload))
        writeFileSync(join(spool, 'new', `claude-code.1.1.${n}`), '')
      }
    }
    const openFiles = () => readdirSync(`/proc/${watch.pid}/fd`).length
    say(2, 0)
    await drained(env)
    const before = openFiles()
    say(60, 2)
    await drained(env)
    expect(readdirSync(join(env.home, 'live'))).toHaveLength(62)
    expect(openFiles() - before).toBeLessThan(10)
    expect((await watch.stop()).exitCode).toBe(0)
  },
)
