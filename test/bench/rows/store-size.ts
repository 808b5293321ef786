/** A history recorded commit by commit: what its store takes after gc, beside a repacked git repository. */
import type { Row } from '../bench.ts'
import { folderSizeBytes } from '../folder-size.ts'
import { atMostTimes, type Line } from '../line.ts'
import { flightrec } from '../programs.ts'
import { replay } from '../replay.ts'
import { type Spread, spreadOf } from '../spread.ts'
import { makeUpstream } from '../upstream.ts'

export const storeSize: Row = {
  name: 'gc',
  title: 'store after gc',
  async measure({ workspace, options }) {
    const home = workspace.fresh('home')
    const upstream = makeUpstream(workspace, options)
    const { gitDir, root, differing } = await replay(workspace, upstream, home)
    const before = sizeOf(gitDir)
    flightrec(workspace, home, ['gc'], root)
    const after = sizeOf(gitDir)
    const anchor = sizeOf(upstream.gitDir)
    const count = upstream.commits.length
    const lines: Line[] = [
      {
        label: 'against git repack -adf',
        unit: 'MB',
        measured: after,
        anchor,
        budget: atMostTimes(1.15),
        note: `${count} commits; ${count - differing} of ${count} trees are upstream's`,
      },
      { label: 'before gc', unit: 'MB', measured: before, anchor },
    ]
    return lines
  },
}

/** The whole git directory, index and reflog too. */
function sizeOf(gitDir: string): Spread {
  return spreadOf([folderSizeBytes(gitDir) / 1e6])
}
