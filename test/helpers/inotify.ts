/** Lowers an inotify limit of the whole machine for a moment; only root may, and not in every container. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const INOTIFY = '/proc/sys/fs/inotify'

export const canLowerInotify = process.platform === 'linux' && isWritable()
if (!canLowerInotify) process.stderr.write(`skipped: ${INOTIFY} cannot be written to\n`)

function isWritable(): boolean {
  try {
    writeLimit('max_queued_events', readLimit('max_queued_events'))
    return true
  } catch {
    // Not root, or /proc is read-only, as in most containers.
    return false
  }
}

function readLimit(name: string): string {
  return readFileSync(join(INOTIFY, name), 'utf8').trim()
}

function writeLimit(name: string, value: string): void {
  writeFileSync(join(INOTIFY, name), value)
}

export async function withLimit<T>(
  name: 'max_queued_events' | 'max_user_watches' | 'max_user_instances',
  value: string,
  work: () => Promise<T>,
): Promise<T> {
  const before = readLimit(name)
  writeLimit(name, value)
  try {
    return await work()
  } finally {
    writeLimit(name, before)
  }
}
