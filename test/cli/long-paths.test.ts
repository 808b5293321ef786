/** Files whose path is longer than the kernel takes as one: they are reached folder by folder. */
import { execFileSync } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { beneathWay } from '../../src/system/beneath.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const NAME = 'd'.repeat(200)
const isReachable = beneathWay() === 'descriptor'
if (!isReachable)
  process.stderr.write('skipped: paths beyond 4,096 bytes, since /proc is missing\n')

const roots: string[] = []
// Node cannot remove what lies so deep.
afterEach(() => execFileSync('rm', ['-rf', ...roots.splice(0)]))

/** Runs a script in a folder 24 long names below the root. */
function deepDown(env: TestEnv, script: string): void {
  const descend = `for n in $(seq 24); do mkdir -p ${NAME} && cd -P ${NAME} || exit 1; done`
  execFileSync('bash', ['-c', `${descend}; ${script}`], { cwd: env.root })
}

/** What differs from the latest snapshot: types, and names without their folders. */
async function differing(env: TestEnv): Promise<string[]> {
  const { stdout } = await env.run('diff', '--json')
  const changes = jsonLines<{ changes: { change_type: string; path: string }[] }>(stdout)[0]!
    .changes
  return changes.map(({ change_type, path }) => `${change_type} ${path.split('/').at(-1)}`).sort()
}

test.runIf(isReachable)(
  'what lies below 4,096 bytes of path is not called deleted, and what changes there is told',
  async () => {
    const env = testEnv()
    roots.push(env.root)
    env.write('a', '1\n')
    deepDown(
      env,
      'echo one > same; echo one > changed; echo one > gone; echo one > run; ln -s x link',
    )
    await env.snapshot()
    expect(await differing(env)).toEqual([])
    deepDown(env, 'echo two > changed; rm gone; chmod +x run; ln -sfn y link; echo new > new')
    env.write('a', '2\n')
    expect(await differing(env)).toEqual([
      'added new',
      'mode run',
      'modified a',
      'modified changed',
      'modified link',
      'removed gone',
    ])
    const { stdout } = await env.run('diff', '--json', '--', 'a')
    expect(stdout).not.toContain('changed')
    await env.snapshot()
    expect(await differing(env)).toEqual([])
  },
)
