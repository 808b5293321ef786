/** The newest snapshots of a long timeline, as a whole process, beside the start of Node. */
import type { Row } from '../bench.ts'
import { interleave } from '../interleave.ts'
import { atMost } from '../line.ts'
import { longTimeline } from '../long-timeline.ts'
import { flightrec, run, startNode } from '../programs.ts'
import { spreadOf, spreadOfRest } from '../spread.ts'

const ROUNDS_PER_RUN = 2
const SHOWN = '20'

export const log: Row = {
  name: 'log',
  title: 'log -n 20',
  async measure({ workspace, options }) {
    const { root, home, repo } = await longTimeline(workspace, options.snapshots)
    const git = ['git', `--git-dir=${repo.gitDir}`, 'log', '-n', SHOWN]
    const took = await interleave(
      [
        {
          name: 'flightrec',
          run: () => void flightrec(workspace, home, ['log', '-n', SHOWN], root),
        },
        { name: 'node', run: () => startNode(workspace) },
        { name: 'git', run: () => void run(workspace, git) },
      ],
      { count: options.runs * ROUNDS_PER_RUN, warmUps: 1 },
    )
    const whole = spreadOf(took.flightrec)
    return [
      {
        label: 'above the start of Node',
        measured: spreadOfRest(took.flightrec, took.node),
        budget: atMost(80, 'ms'),
        note: `${options.snapshots} snapshots`,
      },
      { label: 'against node', measured: whole, anchor: spreadOf(took.node) },
      { label: 'against git log', measured: whole, anchor: spreadOf(took.git) },
    ]
  },
}
