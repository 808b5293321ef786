import { watch } from 'node:fs'

/** Where watching is not possible, or forgets something. */
const INTERVAL_MS = 2_000

/**
 * Calls `onChange` soon after a name appears in `folder`, with that name, and every now and then. Returns what
 * ends it.
 */
export function onFolderChange(folder: string, onChange: (name?: string) => void): () => void {
  const timer = setInterval(() => onChange(), INTERVAL_MS)
  let close = () => {}
  try {
    const watcher = watch(folder, (_, name) => onChange(name ?? undefined))
    watcher.on('error', () => {
      // The folder went away, or the system has no watches left: the timer goes on.
      watcher.close()
    })
    close = () => watcher.close()
  } catch {
    // The system has no watches left: the timer is enough.
  }
  return () => {
    clearInterval(timer)
    close()
  }
}
