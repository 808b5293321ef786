/** What a shadow repo takes on disk, and how many pieces it is in. */
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'

export interface DiskUsage {
  /** All files of the repo. */
  totalBytes: number
  looseObjects: number
  looseBytes: number
  packs: number
  packBytes: number
}

export function diskUsage(gitDir: string): DiskUsage {
  const usage = { totalBytes: 0, looseObjects: 0, looseBytes: 0, packs: 0, packBytes: 0 }
  const pending = ['']
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of readdirIfThere(join(gitDir, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) pending.push(path)
      else addFile(usage, path, sizeIfThere(join(gitDir, path)))
    }
  }
  return usage
}

function addFile(usage: DiskUsage, path: string, sizeBytes: number): void {
  usage.totalBytes += sizeBytes
  if (/^objects\/[0-9a-f]{2}\/[0-9a-f]{38}$/.test(path)) {
    usage.looseObjects += 1
    usage.looseBytes += sizeBytes
  } else if (path.startsWith('objects/pack/')) {
    usage.packBytes += sizeBytes
    if (path.endsWith('.pack')) usage.packs += 1
  }
}

function readdirIfThere(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

function sizeIfThere(path: string): number {
  try {
    return lstatSync(path).size
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0
    throw error
  }
}
