/** What a result depends on besides flightrec: machine, file system, Node, git and the peers. */
import { availableParallelism, loadavg, machine, release, totalmem, type } from 'node:os'
import type { Peer } from './peers.ts'
import { runText } from './programs.ts'
import type { Workspace } from './workspace.ts'

export interface Machine {
  system: string
  cores: number
  memoryBytes: number
  /** Processes that ran or waited, on average of the minute before; what else the machine had to do. */
  load: number
  fileSystem: string
  node: string
  /** Version by name of the program; null when it is not installed. */
  programs: Record<string, string | null>
}

export function describeMachine(workspace: Workspace, peers: readonly Peer[]): Machine {
  return {
    system: `${type()} ${release()} ${machine()}`,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    load: loadavg()[0]!,
    fileSystem: workspace.fileSystem,
    node: process.version.slice(1),
    programs: Object.fromEntries(
      peers.map(({ name, version }) => [name, versionOf(workspace, version)]),
    ),
  }
}

function versionOf(workspace: Workspace, argv: readonly string[]): string | null {
  try {
    return /\d+(?:\.\d+)+/.exec(runText(workspace, argv))?.[0] ?? 'of unknown version'
  } catch {
    // Not installed; the line says so.
    return null
  }
}

export function formatMachine(found: Machine): string {
  const programs = Object.entries({ Node: found.node, ...found.programs }).map(
    ([name, version]) => `${name} ${version ?? 'not installed'}`,
  )
  const memory = `${Math.round(found.memoryBytes / 1e9)} GB`
  const cores = `${found.cores} ${found.cores === 1 ? 'core' : 'cores'}`
  const load = `load ${found.load.toFixed(1)}`
  return [found.system, cores, load, memory, found.fileSystem, ...programs].join(', ')
}
