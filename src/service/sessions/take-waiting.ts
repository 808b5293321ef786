import type { Home } from '../../store/home/home.ts'
import { countSpool } from '../../store/spool/spool.ts'
import type { LazySessions } from './lazy-sessions.ts'

/**
 * Takes in what hooks have said while nobody recorded. What cannot be taken in goes on waiting: the work that is to
 * follow must not suffer for it. The caller holds the lock of the home.
 */
export async function takeWaiting(
  home: Home,
  sessions: LazySessions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { waiting, unfinished = 0 } = countSpool(home)
  if (waiting + unfinished === 0) return
  try {
    const { EventIntake } = await import('../events/event-intake.ts')
    const { SpoolSource } = await import('../events/spool-source.ts')
    const { CallBook } = await import('../../record/attribution/call-book.ts')
    const service = { flushAround: async () => undefined, warn: () => {} }
    const opened = await sessions.open()
    const isHomeHeld = () => true
    const book = new CallBook()
    const sources = [new SpoolSource(home, service.warn)]
    const intake = new EventIntake({ home, sources, sessions: opened, service, book, isHomeHeld })
    signal?.addEventListener('abort', () => void intake.stop())
    await intake.takeWaiting()
  } catch {
    // Status and doctor say what waits, and the daemon why.
  }
}
