/** One-off writing beside a service that records in the same process as the server. */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connectDaemon } from '../../src/daemon/client.ts'
import { Host } from '../../src/daemon/host.ts'
import { reachWriter } from '../../src/daemon/reach-writer.ts'
import { withWriter } from '../../src/daemon/writer.ts'
import { defaultConfig } from '../../src/model/config.ts'
import { type Home, homeAt } from '../../src/store/home/home.ts'
import { homeLockPath } from '../../src/store/home/home-lock.ts'
import { isLock, lockOwner } from '../../src/system/lock.ts'
import { until } from '../helpers/until.ts'

let home: Home
let root: string
let host: Host | undefined

beforeEach(() => {
  const base = mkdtempSync(join(process.env.TMPDIR!, 'writer-'))
  const path = join(base, 'home')
  root = join(base, 'project')
  mkdirSync(root)
  home = homeAt(path)
  host = undefined
})

afterEach(async () => {
  await host?.close()
})

async function startHost(): Promise<Host> {
  const lock = await reachWriter(home, { waitMs: 0 })
  if (!isLock(lock)) throw new Error('a daemon runs')
  return await Host.open(home, defaultConfig(), lock)
}

const snapshot = { trigger: 'manual' as const }

test('without a daemon it takes the lock, and gives it back', async () => {
  writeFileSync(join(root, 'a'), '1')
  const [report] = await withWriter(home, { onBusy: undefined }, async (writer) => {
    expect(lockOwner(homeLockPath(home))?.pid).toBe(process.pid)
    return await writer.snapshot({ roots: [root], ...snapshot })
  })
  expect(report!.line).toMatchObject({ is_new: true, files: 1, root })
  expect(report!.snapshot.id).toBe(report!.line.snapshot_id)
  expect(lockOwner(homeLockPath(home))).toBeUndefined()
})

test('with a daemon it hands over, for roots that are watched and for others', async () => {
  host = await startHost()
  await host.service.join(root)
  const other = `${root}-other`
  mkdirSync(other)
  writeFileSync(join(root, 'a'), '1')
  writeFileSync(join(other, 'b'), '1')
  const reports = await withWriter(home, { onBusy: undefined }, (writer) =>
    writer.snapshot({ roots: [root, other], ...snapshot }),
  )
  expect(reports.map(({ line }) => [line.root, line.is_new, line.files])).toEqual([
    [root, true, 1],
    [other, true, 1],
  ])
  expect(host.status().roots.map((watched) => watched.root)).toEqual([root])
})

test('many requests for a root that nobody watches do not get in each other’s way', async () => {
  host = await startHost()
  const ask = async (n: number) => {
    writeFileSync(join(root, `file-${n}`), '1')
    return await withWriter(home, { onBusy: undefined }, (writer) =>
      writer.snapshot({ roots: [root], ...snapshot }),
    )
  }
  const all = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(n)))
  expect(all.flat().at(-1)!.snapshot.files).toBe(10)
})

test('while one works alone, nothing is recorded; afterwards everything is', async () => {
  host = await startHost()
  await host.service.join(root)
  let during = -1
  const lines: string[] = []
  host.service.listen({ onLine: (line) => lines.push(line.type) })
  await withWriter(home, { onBusy: undefined }, (writer) =>
    writer.alone([], async () => {
      writeFileSync(join(root, 'a'), '1')
      await sleep(400)
      during = lines.length
    }),
  )
  await until('it is recorded', () => lines.length > 0)
  expect(during).toBe(0)
  expect(lines).toEqual(['snapshot'])
})

test('a client that dies while it works alone holds nobody up', async () => {
  host = await startHost()
  await host.service.join(root)
  const client = await connectDaemon(home)
  await client!.request('pause', { roots: [] })
  client!.close()
  writeFileSync(join(root, 'a'), '1')
  const [report] = await withWriter(home, { onBusy: undefined }, (writer) =>
    writer.snapshot({ roots: [root], ...snapshot }),
  )
  expect(report!.snapshot.files).toBe(1)
})

test('of a client that dies while its first root is taken up, no other root stays watched', async () => {
  host = await startHost()
  const others = [1, 2].map((n) => `${root}-other-${n}`)
  for (const other of others) mkdirSync(other)
  const client = await connectDaemon(home)
  const asked = client!.request('watch', { roots: [root, ...others] })
  // On a slow machine all roots may be taken up before the client is gone.
  const answered = Promise.allSettled([asked])
  await vi.waitFor(() => expect(host!.status().roots).not.toEqual([]))
  client!.close()
  await answered
  await until('no root is watched', () => host!.status().roots.length === 0)
})

test('roots that overlap are refused while one is recorded', async () => {
  host = await startHost()
  await host.service.join(root)
  mkdirSync(join(root, 'below'))
  await expect(host.service.join(join(root, 'below'))).rejects.toMatchObject({ code: 'bad-root' })
})
