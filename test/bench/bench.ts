/** What every row is given: what was chosen, where to work, and the folder to record. */
import type { Line } from './line.ts'
import type { Tree } from './make-tree.ts'
import type { BenchOptions } from './options.ts'
import type { Peer } from './peers.ts'
import type { Workspace } from './workspace.ts'

export interface Bench {
  options: BenchOptions
  workspace: Workspace
  peers: readonly Peer[]
  /** Names of peers that are not installed. */
  missingPeers: readonly string[]
  /** Returns the folder to record, built when it is first asked for. */
  tree(): Tree
}

/** One row of the budgets. */
export interface Row {
  /** As `--only` takes it. */
  name: string
  title: string
  measure(bench: Bench): Promise<Line[]>
}
