/** Which files processes may be writing to through memory. Linux tells; elsewhere none is known. */
import { readdirSync, type Stats } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { errnoOf } from '../model/errors.ts'

/** `start-end perms offset major:minor inode path`, of a mapping that is writable and shared. */
const WRITABLE_SHARED = /^\S+ .w.s \S+ ([0-9a-f]+):([0-9a-f]+) (\d+) +(.+)$/gm

export class SharedMappings {
  /** By inode: the device, and the last step of the path. File systems in layers tell another device than `lstat`. */
  readonly #byInode = new Map<number, { device: number; name: string }[]>()

  /** Looks at the processes that this one may look into. */
  static async now(): Promise<SharedMappings> {
    const mappings = new SharedMappings()
    for (const pid of processes()) mappings.#take(await mapsOf(pid))
    return mappings
  }

  /** Whether a process may write to the file of this name through memory. */
  has({ ino, dev }: Stats, name: string): boolean {
    const mapped = this.#byInode.get(ino) ?? []
    return mapped.some((one) => one.device === dev || one.name === name)
  }

  #take(maps: string): void {
    for (const [, major, minor, inode, path] of maps.matchAll(WRITABLE_SHARED)) {
      const device = deviceNumber(Number.parseInt(major!, 16), Number.parseInt(minor!, 16))
      const one = { device, name: path!.slice(path!.lastIndexOf('/') + 1) }
      this.#byInode.set(Number(inode), [...(this.#byInode.get(Number(inode)) ?? []), one])
    }
  }
}

function processes(): string[] {
  if (process.platform !== 'linux') return []
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return []
  }
}

async function mapsOf(pid: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/maps`, 'latin1')
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    // Another user's, or ended meanwhile.
    return ''
  }
}

/** As `lstat` writes it. */
function deviceNumber(major: number, minor: number): number {
  return (minor & 0xff) + major * 0x100 + (minor - (minor & 0xff)) * 0x1000
}
