import type { Watcher, WatchRequest } from './watcher.ts'

/** `auto` is the native watcher; it falls back to scans by itself where the system's limits end. */
const BACKENDS = ['auto', 'native', 'chokidar', 'poll'] as const
export type Backend = (typeof BACKENDS)[number]

/** Opens the watcher `backend` names; loads no other. */
export async function openWatcher(backend: Backend, request: WatchRequest): Promise<Watcher> {
  if (backend === 'poll') {
    const { PollWatcher } = await import('./poll-watcher.ts')
    return new PollWatcher(request)
  }
  if (backend === 'chokidar') {
    const { ChokidarWatcher } = await import('./chokidar-watcher.ts')
    return await ChokidarWatcher.open(request)
  }
  if (process.platform === 'linux') {
    const { NativeWatcher } = await import('./native-watcher.ts')
    return new NativeWatcher(request)
  }
  const { RecursiveWatcher } = await import('./recursive-watcher.ts')
  return new RecursiveWatcher(request)
}
