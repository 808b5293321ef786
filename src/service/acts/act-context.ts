import type { Config } from '../../model/config.ts'
import type { ActRecorder } from '../../record/restore/safety.ts'
import type { Reading } from '../../review/answers/reading.ts'
import type { Home } from '../../store/home/home.ts'

/** What a restore, an undo or an undelete is carried out with. */
export interface ActContext {
  home: Home
  reading: Reading
  config: Config
  /** Called once all is known that is to be done. */
  openRecorder(): ActRecorder
  /** What was given with `--root`: commands that are named in a report give it too. */
  roots: readonly string[]
  signal: AbortSignal
  onProgress(text: string): void
  /** Hears what is to be known before it begins. */
  onRemark(text: string): void
}
