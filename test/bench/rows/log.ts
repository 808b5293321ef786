/** The newest snapshots of a long timeline, as a whole process, beside the start of Node. */
import { mkdirSync } from 'node:fs'
import type { Row } from '../bench.ts'
import { interleave } from '../interleave.ts'
import { atMost } from '../line.ts'
import { importTimeline } from '../long-timeline.ts'
import { flightrec, run, startNode } from '../programs.ts'
import { recordFolder } from '../record-folder.ts'
import { spreadOf, spreadOfRest } from '../spread.ts'

const ROUNDS_PER_RUN = 2
const SHOWN = '20'

export const log: Row = {
  name: 'log',
  title: 'log -n 20',
  async measure({ workspace, options }) {
    const root = workspace.fresh('long')
    const home = workspace.fresh('home')
    mkdirSync(root)
    const recorder = await recordFolder(root, home)
    await recorder.close()
    const { gitDir } = recorder.repo
    importTimeline(workspace, gitDir, options.snapshots)
    const git = ['git', `--git-dir=${gitDir}`, 'log', '-n', SHOWN]
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
