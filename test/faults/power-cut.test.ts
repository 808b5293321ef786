/** The power goes right after a snapshot is acknowledged: it is there when the disk comes back. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { DrivenRecorder, openGround } from '../helpers/driven-recorder.ts'
import { canCutPower, cutPower, Mounted } from '../helpers/mounted.ts'
import { runPlainGit } from '../helpers/plain-git.ts'

const CUTS = process.env.FLIGHTREC_SOAK ? 12 : 2
const SNAPSHOTS = 3

let disk: Mounted | undefined

afterEach(() => disk?.unmount())

test.runIf(canCutPower)(
  `${CUTS} power cuts, each after ${SNAPSHOTS} snapshots, lose none of them`,
  async () => {
    let acknowledged = 0
    for (let cut = 0; cut < CUTS; cut += 1) {
      const { base, root, home, dispose } = openGround()
      const image = join(base, 'disk')
      writeFileSync(image, '')
      truncateSync(image, 64 << 20)
      execFileSync('mkfs.ext4', ['-q', '-F', image])
      const mount = () => new Mounted(home, ['-o', 'loop', image])
      disk = mount()
      mkdirSync(join(home, 'repos'))
      execFileSync('sync', ['-f', home])
      const recorder = new DrivenRecorder(root, home)
      const ids: string[] = []
      for (let n = 0; n < SNAPSHOTS; n += 1) {
        writeFileSync(join(root, `f${n}`), `${cut} ${n}\n`.repeat(50))
        // Loose objects in one run, worker processes and packs in the next.
        if (cut % 2 === 1)
          for (let m = 0; m < 80; m += 1) writeFileSync(join(root, `m${m}`), `${n} ${m}`)
        mkdirSync(join(root, `empty${n}`))
        ids.push((await recorder.snapshot()).id)
      }
      cutPower(disk)
      await recorder.close()
      disk.unmount()
      disk = mount()
      const git = (...args: string[]) =>
        runPlainGit(['--git-dir', join(home, 'repos/root'), ...args])
      expect(git('fsck', '--full', '--strict', '--no-dangling')).toBe('')
      const format = '--format=%(trailers:key=Flightrec-Snapshot,valueonly,separator=)'
      expect(git('log', '--reverse', format, 'main').trim().split('\n')).toEqual(ids)
      expect(git('reflog', 'show', 'main').trim().split('\n')).toHaveLength(ids.length)
      acknowledged += ids.length
      const next = new DrivenRecorder(root, home)
      expect(await next.snapshot()).toMatchObject({ isNew: false, id: ids.at(-1) })
      writeFileSync(join(root, 'after'), 'the cut')
      expect(await next.snapshot()).toMatchObject({ isNew: true, complete: true })
      await next.close()
      expect(git('fsck', '--full', '--strict', '--no-dangling')).toBe('')
      disk.unmount()
      disk = undefined
      dispose()
    }
    process.stderr.write(`${CUTS} power cuts: ${acknowledged} acknowledged, 0 lost\n`)
  },
  30_000 + CUTS * 15_000,
)
