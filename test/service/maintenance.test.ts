import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withWriter } from '../../src/daemon/writer.ts'
import { MAIN, readRef } from '../../src/git/history/refs.ts'
import { defaultConfig } from '../../src/model/config.ts'
import { Maintenance } from '../../src/service/maintenance.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { gcLockPath } from '../../src/store/home/home-lock.ts'
import { listShadowRepos, type ShadowRepo } from '../../src/store/home/shadow-repos.ts'
import { tryLock } from '../../src/system/lock.ts'
import { until } from '../helpers/until.ts'

async function recordedHome() {
  const base = mkdtempSync(join(process.env.TMPDIR!, 'maintenance-'))
  const [path, root] = [join(base, 'home'), join(base, 'project')]
  mkdirSync(root)
  writeFileSync(join(root, 'a'), 'x'.repeat(100_000))
  const home = homeAt(path)
  await withWriter(home, { onBusy: undefined }, (writer) =>
    writer.snapshot({ roots: [root], trigger: 'manual' }),
  )
  return home
}

test('a store beyond its limit is told, with the command that helps', async () => {
  const home = await recordedHome()
  const said: string[] = []
  const config = { ...defaultConfig(), 'snapshot.max_store_size': 1 }
  const warn = (message: string) => said.push(message)
  const maintenance = new Maintenance({ home, config, warn, firstMs: 0 })
  await until('it is told', () => said.length > 0)
  await maintenance.stop()
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('flightrec gc --max-size')
  expect(readdirSync(home.runPath)).toEqual([])
})

test('a damaged repo is named, and keeps neither the others from being tidied nor the limit from being told', async () => {
  const home = await recordedHome()
  const [{ gitDir, root }] = listShadowRepos(home) as [ShadowRepo]
  writeFileSync(join(root, 'a'), 'y')
  await withWriter(home, { onBusy: undefined }, (writer) =>
    writer.snapshot({ roots: [root], trigger: 'manual' }),
  )
  const head = readRef(gitDir, MAIN)!
  rmSync(join(gitDir, 'objects', head.slice(0, 2), head.slice(2)))
  const said: string[] = []
  const config = { ...defaultConfig(), 'snapshot.max_store_size': 1 }
  const warn = (message: string) => said.push(message)
  const maintenance = new Maintenance({ home, config, warn, firstMs: 0 })
  await until('both are told', () => said.length >= 2)
  await maintenance.stop()
  expect(said).toEqual([
    expect.stringContaining(`${gitDir} is not tidied`),
    expect.stringContaining('flightrec gc --max-size'),
  ])
})

test('it leaves packing to a gc that is at work', async () => {
  const home = await recordedHome()
  tryLock(gcLockPath(home))
  const said: string[] = []
  const warn = (message: string) => said.push(message)
  const maintenance = new Maintenance({ home, config: defaultConfig(), warn, firstMs: 0 })
  await sleep(200)
  await maintenance.stop()
  expect(said).toEqual([])
})
