import { statfsSync } from 'node:fs'

/** Magic numbers of file systems that hold no files: proc, sysfs, cgroup, devpts, securityfs, debugfs, tracefs … */
const PSEUDO_FILE_SYSTEMS = new Set([
  0x9fa0, 0x62656572, 0x27e0eb, 0x63677270, 0x1cd1, 0x73636673, 0x64626720, 0x74726163, 0xcafe4a11,
  0x6165676c, 0x19800202, 0x62656570, 0x958458f6,
])

/** Whether a folder shows the system's inside, such as /proc, rather than files. */
export function isPseudoFileSystem(path: string | Buffer): boolean {
  try {
    return PSEUDO_FILE_SYSTEMS.has(statfsSync(path).type)
  } catch {
    // A path too long for statfs, or gone again: it is listed like any folder, which tells.
    return false
  }
}
