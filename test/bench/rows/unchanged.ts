/** Nothing changed since the snapshot before: what a tick of a timer costs as a whole process. */
import type { Bench, Row } from '../bench.ts'
import { type Contender, interleave } from '../interleave.ts'
import { atMost, type Line } from '../line.ts'
import { gitPeer } from '../peers.ts'
import { flightrec, run, startNode } from '../programs.ts'
import { spreadOf, spreadOfRest } from '../spread.ts'

export const unchanged: Row = {
  name: 'unchanged',
  title: 'watch --once, nothing changed',
  async measure(bench) {
    const contenders = [...ours(bench), ...gitCommands(bench), ...backups(bench)]
    const took = await interleave(contenders, { count: bench.options.runs, warmUps: 1 })
    const whole = spreadOf(took.flightrec!)
    const rest = spreadOfRest(took.flightrec!, took.node!)
    const anchors = contenders.map(({ name }) => name).filter((name) => name !== 'flightrec')
    return [
      { label: 'above the start of Node', measured: rest, budget: atMost(250, 'ms') },
      ...anchors.map(
        (name): Line => ({
          label: `against ${name}`,
          measured: whole,
          anchor: spreadOf(took[name]!),
        }),
      ),
    ]
  },
}

function ours({ workspace, tree }: Bench): Contender[] {
  const { path } = tree()
  const home = workspace.fresh('home')
  const once = () => void flightrec(workspace, home, ['watch', '--once', path])
  once()
  return [
    { name: 'flightrec', run: once },
    { name: 'node', run: () => startNode(workspace) },
  ]
}

function gitCommands({ workspace, tree }: Bench): Contender[] {
  const { path } = tree()
  const gitDir = workspace.fresh('git')
  gitPeer(workspace).record(path, gitDir)
  const git = ['git', `--git-dir=${gitDir}`, `--work-tree=${path}`]
  return [
    { name: 'git status', run: () => void run(workspace, [...git, 'status', '--porcelain']) },
    { name: 'git add -A', run: () => void run(workspace, [...git, 'add', '-A']) },
  ]
}

function backups({ workspace, peers, tree }: Bench): Contender[] {
  const { path } = tree()
  return peers
    .filter(({ name }) => name !== 'git')
    .map((peer) => {
      const store = workspace.fresh(peer.name)
      peer.init(store)
      peer.record(path, store)
      return { name: peer.name, run: () => peer.record(path, store) }
    })
}
