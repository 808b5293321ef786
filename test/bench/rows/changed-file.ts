/** One file changes: from then until its snapshot is on disk, in a recorder that is running. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { rawFromText } from '../../../src/model/raw-path.ts'
import type { Recorder } from '../../../src/record/snapshot/recorder.ts'
import { writeFileDurably } from '../../../src/system/files.ts'
import type { Bench, Row } from '../bench.ts'
import { type Contender, interleave } from '../interleave.ts'
import { atMost, atMostTimes, type Line, timesFaster } from '../line.ts'
import { makeTree, type Tree } from '../make-tree.ts'
import { gitCommit, gitPeer } from '../peers.ts'
import { settleDisk } from '../programs.ts'
import { recordFolder } from '../record-folder.ts'
import { spreadOf } from '../spread.ts'

const SMALL_FILES = 1000
/** A snapshot takes milliseconds, so that more rounds are needed, and are cheap. */
const ROUNDS_PER_RUN = 4
/** A daemon has been running for a while: its code is loaded and compiled. */
const WARM_UPS = 5

export const changedFile: Row = {
  name: 'change',
  title: 'one changed file',
  async measure(bench) {
    const full = await startOn(bench, bench.tree())
    const small = await startOn(bench, smallTree(bench))
    try {
      return linesOf(await takeTurns(bench, full, small), bench.options.files)
    } finally {
      await Promise.all([full.recorder.close(), small.recorder.close()])
    }
  },
}

async function takeTurns(bench: Bench, full: Running, small: Running) {
  const prepare = () => settleDisk(bench.workspace)
  const contenders = [
    full.contender('full'),
    gitOn(bench, full),
    small.contender('small'),
    durableWrite(bench),
  ]
  return await interleave(
    contenders.map((contender) => ({ ...contender, prepare })),
    {
      count: bench.options.runs * ROUNDS_PER_RUN,
      warmUps: WARM_UPS,
      before: async () => {
        await full.change()
        await small.change()
      },
    },
  )
}

function linesOf(took: Record<'full' | 'git' | 'small' | 'disk', number[]>, files: number): Line[] {
  const measured = spreadOf(took.full)
  const growth: Line = {
    label: `against ${SMALL_FILES} files`,
    measured,
    anchor: spreadOf(took.small),
  }
  return [
    { label: 'to durable commit', measured, budget: atMost(15, 'ms') },
    {
      label: 'against git add -A, git commit',
      measured,
      anchor: spreadOf(took.git),
      budget: timesFaster(15),
    },
    files > SMALL_FILES
      ? { ...growth, budget: atMostTimes(1.5) }
      : { ...growth, note: `says nothing: --files is not above ${SMALL_FILES}` },
    { label: 'against one durable write', measured, anchor: spreadOf(took.disk) },
  ]
}

interface Running {
  tree: Tree
  recorder: Recorder
  /** Changes a file, which is the next thing to record. */
  change(): Promise<void>
  contender<Name extends string>(name: Name): Contender<Name>
}

async function startOn({ workspace }: Bench, tree: Tree): Promise<Running> {
  const recorder = await recordFolder(tree.path, workspace.fresh('home'))
  await recorder.snapshot({ trigger: 'start' })
  let changed = ''
  return {
    tree,
    recorder,
    async change() {
      await recorder.refreshIndex()
      changed = tree.touch()
    },
    contender: (name) => ({
      name,
      run: async () => {
        const paths = [rawFromText(changed)]
        const { isNew } = await recorder.snapshot({ trigger: 'watch', paths })
        if (!isNew) throw new Error(`no snapshot of the change to ${changed}`)
      },
    }),
  }
}

function gitOn({ workspace }: Bench, { tree }: Running): Contender<'git'> {
  const gitDir = workspace.fresh('git')
  gitPeer(workspace).record(tree.path, gitDir)
  return { name: 'git', run: () => gitCommit(workspace, tree.path, gitDir) }
}

/** What the disk itself takes to make one small new file durable: file, then its folder. */
function durableWrite({ workspace }: Bench): Contender<'disk'> {
  const folder = workspace.fresh('durable')
  mkdirSync(folder)
  let count = 0
  return {
    name: 'disk',
    run: () => {
      count += 1
      writeFileDurably(join(folder, `file-${count}`), 'state\n')
    },
  }
}

function smallTree({ options, workspace }: Bench): Tree {
  const files = Math.min(SMALL_FILES, options.files)
  const bytes = Math.round((options.bytes / options.files) * files)
  return makeTree(workspace.fresh('small-tree'), { files, bytes, seed: options.seed })
}
