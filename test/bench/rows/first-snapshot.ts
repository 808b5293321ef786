/** The first snapshot of a folder, as a whole process, beside the first run of each peer. */
import { rmSync } from 'node:fs'
import type { Bench, Row } from '../bench.ts'
import { type Contender, interleave } from '../interleave.ts'
import { atMostTimes, type Budget, type Line } from '../line.ts'
import { flightrec, settleDisk } from '../programs.ts'
import { spreadOf } from '../spread.ts'

const BUDGETS: Record<string, Budget> = { git: atMostTimes(0.5), restic: atMostTimes(1) }

export const firstSnapshot: Row = {
  name: 'first',
  title: 'first snapshot',
  async measure(bench) {
    const { options, peers, missingPeers } = bench
    const took = await interleave(contenders(bench), { count: options.runs, warmUps: 0 })
    const measured = spreadOf(took.flightrec!)
    const against = peers.map(({ name }): Line => {
      const budget = BUDGETS[name]
      const anchor = spreadOf(took[name]!)
      return { label: `against ${name}`, measured, anchor, ...(budget && { budget }) }
    })
    const missing = missingPeers.map(
      (name): Line => ({ label: `against ${name}`, note: 'not installed' }),
    )
    return [{ label: 'flightrec watch --once', measured }, ...against, ...missing]
  },
}

/** Each begins with an empty store, and with the disk at rest. */
function contenders({ workspace, peers, tree }: Bench): Contender[] {
  const { path } = tree()
  const fresh = (store: string) => {
    rmSync(store, { recursive: true, force: true })
    settleDisk(workspace)
  }
  const home = workspace.fresh('home')
  const ours: Contender = {
    name: 'flightrec',
    prepare: () => fresh(home),
    run: () => void flightrec(workspace, home, ['watch', '--once', path]),
  }
  const theirs = peers.map((peer): Contender => {
    const store = workspace.fresh(peer.name)
    const prepare = () => {
      fresh(store)
      peer.init(store)
    }
    return { name: peer.name, prepare, run: () => peer.record(path, store) }
  })
  return [ours, ...theirs]
}
