/** What can be chosen on the command line of the benchmark. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface BenchOptions {
  files: number
  bytes: number
  seed: number
  runs: number
  /** Rows to measure, by the names `--only` takes; all unless given. */
  only: readonly string[]
  commits: number
  /** A git repository whose history is replayed instead of a made-up one. */
  history: string | undefined
  snapshots: number
  idleSeconds: number
  /** Size of the made-up recordings. */
  recordingBytes: number
  jsonPath: string | undefined
  /** Folder to work in and to leave behind. */
  keepPath: string | undefined
}

export const USAGE = `npm run bench -- [--files N] [--bytes SIZE] [--seed N] [--runs N] [--only ROW,…]
                 [--commits N | --history REPOSITORY] [--snapshots N] [--idle-seconds N]
                 [--recording SIZE] [--json FILE] [--keep DIR]

  --files, --bytes   the tree that is recorded (5000 files, 60MB)
  --seed             another number builds another tree (1)
  --runs             rounds of each measurement (5)
  --only             only these rows: ROWS
  --commits          length of the made-up history of the row gc (300)
  --history          replay the first-parent history of this git repository instead
  --snapshots        length of the timeline of the rows log and screens (5000)
  --idle-seconds     how long the idle daemon, and a recorded program, are looked at (20)
  --recording        size of what the rows run and recordings show and record (20MB)
  --json             write the results to FILE, too
  --keep             work in DIR, a new folder, and leave everything there
`

const UNITS: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9 }

/** @throws {Error} when an option is unknown or its value is none. */
export function parseOptions(args: readonly string[], rowNames: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      files: { type: 'string', default: '5000' },
      bytes: { type: 'string', default: '60MB' },
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '5' },
      only: { type: 'string', default: rowNames.join(',') },
      commits: { type: 'string', default: '300' },
      history: { type: 'string' },
      snapshots: { type: 'string', default: '5000' },
      'idle-seconds': { type: 'string', default: '20' },
      recording: { type: 'string', default: '20MB' },
      json: { type: 'string' },
      keep: { type: 'string' },
    },
  })
  const only = values.only.split(',').map((name) => name.trim())
  const unknown = only.filter((name) => !rowNames.includes(name))
  if (unknown.length > 0) {
    throw new Error(`no row '${unknown.join("', '")}'; there are ${rowNames.join(', ')}`)
  }
  return {
    files: parseCount('files', values.files),
    bytes: parseBytes('bytes', values.bytes),
    seed: parseCount('seed', values.seed),
    runs: parseCount('runs', values.runs),
    only,
    commits: parseCount('commits', values.commits),
    history: pathOf(values.history),
    snapshots: parseCount('snapshots', values.snapshots),
    idleSeconds: parseCount('idle-seconds', values['idle-seconds']),
    recordingBytes: parseBytes('recording', values.recording),
    jsonPath: pathOf(values.json),
    keepPath: pathOf(values.keep),
  }
}

function pathOf(given: string | undefined): string | undefined {
  return given === undefined ? undefined : resolve(given)
}

function parseCount(name: string, text: string): number {
  const count = Number(text.replaceAll(/[_,]/g, ''))
  if (Number.isInteger(count) && count > 0) return count
  throw new Error(`--${name} wants a whole number from 1 on, not '${text}'`)
}

/** Reads 600MB, 1.5GB, 4096: powers of ten. */
function parseBytes(name: string, text: string): number {
  const parts = /^([\d.]+)\s*([kmg]?)b?$/i.exec(text)
  const bytes = Math.round(Number(parts?.[1]) * UNITS[parts?.[2]?.toLowerCase() ?? '']!)
  if (bytes > 0) return bytes
  throw new Error(`--${name} wants a size such as 600MB, not '${text}'`)
}
