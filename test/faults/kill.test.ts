/** kill -9 at any moment loses nothing that was acknowledged, and nothing of it has to be cleared by hand. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runPlainGit } from '../helpers/plain-git.ts'
import { seededRandom } from '../helpers/seeded-random.ts'

const KILLS = Number(process.env.FLIGHTREC_SOAK ?? 10)
const LOOP = resolve('test/fixtures/processes/record-loop.ts')
const LIFE_MS_MAX = 700

interface Acknowledged {
  id: string
  counter: number
}

/** Lets a recorder work for a while and kills it with all its children; returns what it acknowledged. */
async function live(
  root: string,
  home: string,
  from: number,
  life: { counted: 'starting' | 'ready'; ms: number },
): Promise<Acknowledged[]> {
  const args = ['--import', 'tsx', LOOP, root, home, String(from)]
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: Acknowledged[] = []
  const states: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    const said = JSON.parse(line) as Acknowledged & { state?: string }
    if (said.state === undefined) acknowledged.push(said)
    else states.push(said.state)
    if (said.state === life.counted) void sleep(life.ms).then(() => killGroup(child))
  }
  // One that ended of itself has failed.
  expect(states).toContain(life.counted)
  return acknowledged
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {
    // It has ended of itself, which the next check notices.
  }
}

test(
  `after each of ${KILLS} kills every acknowledged snapshot is there, and the next one works`,
  async () => {
    const random = seededRandom('kill')
    const base = mkdtempSync(join(tmpdir(), 'kill-'))
    const [root, home] = [join(base, 'root'), join(base, 'home')]
    const gitDir = join(home, 'repos/root')
    for (const folder of [root, home, join(home, 'repos'), join(home, 'run')]) mkdirSync(folder)
    const git = (...args: string[]) => runPlainGit(['--git-dir', gitDir, ...args])
    const all: Acknowledged[] = []
    let mostDrafts = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Every fifth dies while it starts.
      const counted = kill % 5 === 4 ? 'starting' : 'ready'
      const life = { counted, ms: random() * LIFE_MS_MAX } as const
      all.push(...(await live(root, home, all.at(-1)?.counter ?? 0, life)))
      if (all.length === 0) continue
      const format = '--format=%(trailers:key=Flightrec-Snapshot,valueonly,separator=)'
      const timeline = git('log', format, 'main').trim().split('\n')
      expect(new Set(timeline).size).toBe(timeline.length)
      expect([...timeline].sort().reverse()).toEqual(timeline)
      const missing = all.filter(({ id }) => !timeline.includes(id))
      expect(missing).toEqual([])
      mostDrafts = Math.max(mostDrafts, readdirSync(join(gitDir, 'flightrec/drafts')).length)
      if (kill % 5 === 0) expect(git('fsck', '--full', '--strict', '--no-dangling')).toBe('')
    }
    expect(git('fsck', '--full', '--strict', '--no-dangling')).toBe('')
    expect(git('rev-list', '--merges', 'main')).toBe('')
    const commits = git(
      'log',
      '--format=%H %(trailers:key=Flightrec-Snapshot,valueonly,separator=)',
    )
    const byId = new Map(
      commits.split('\n').map((line) => line.split(' ').reverse() as [string, string]),
    )
    for (const { id, counter } of all) {
      expect(git('cat-file', 'blob', `${byId.get(id)}:counter`)).toBe(String(counter))
    }
    const last = await live(root, home, all.at(-1)!.counter, { counted: 'ready', ms: 1500 })
    expect(last.length).toBeGreaterThan(0)
    const left = readdirSync(join(gitDir, 'flightrec/drafts')).length
    process.stderr.write(
      `${KILLS} kills: ${all.length} snapshots acknowledged, 0 lost; at most ${mostDrafts} drafts left, ` +
        `${left} at the end\n`,
    )
    expect(mostDrafts).toBeLessThan(200)
  },
  60_000 + KILLS * 4_000,
)
