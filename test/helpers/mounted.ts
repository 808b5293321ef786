/** File systems made for a test: small, full, read-only, or cut off as by a power failure. Needs root. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

function succeeds(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

/** Whether a tmpfs can be mounted here; tried, since containers differ. */
export const canMountTmpfs = tryTmpfs()
if (!canMountTmpfs) process.stderr.write('skipped: full disks, since nothing can be mounted here\n')

function tryTmpfs(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'mount-'))
  const isMounted = succeeds('mount', '-t', 'tmpfs', 'tmpfs', folder)
  if (isMounted) execFileSync('umount', [folder])
  rmSync(folder, { recursive: true })
  return isMounted
}

export class Mounted {
  readonly path: string

  constructor(path: string, args: readonly string[]) {
    this.path = path
    mkdirSync(path, { recursive: true })
    execFileSync('mount', [...args, path])
  }

  remount(options: string): void {
    execFileSync('mount', ['-o', `remount,${options}`, this.path])
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.path])
  }
}

/** Whether the power can be cut from an ext4 image. */
export const canCutPower =
  canMountTmpfs &&
  succeeds('python3', '--version') &&
  spawnSync('mkfs.ext4', ['-V']).status === 0 &&
  succeeds('losetup', '--find')
if (!canCutPower) {
  process.stderr.write(
    'skipped: power cuts, which need root, loop devices, mkfs.ext4 and python3\n',
  )
}

// EXT4_IOC_SHUTDOWN without flushing the journal: from now on nothing reaches the disk.
const CUT = `
import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))
`

export function cutPower(mounted: Mounted): void {
  execFileSync('python3', ['-c', CUT, mounted.path])
}
