/** What the package exports: recording a terminal that a program of one's own drives. See docs/terminal.md. */
import {
  openRecordingIn,
  type RecordingOptions,
  type TerminalRecording,
} from '../daemon/recorded-terminal.ts'
import { locateHome } from '../store/home/home.ts'

export type {
  RecordingEnd,
  RecordingOptions,
  TerminalRecording,
} from '../daemon/recorded-terminal.ts'

/**
 * Begins a recording. When this process dies, what was recorded until then can be read.
 * @throws {TypeError} when an option is not what it should be; what cannot be recorded is told by `close`.
 */
export async function openRecording(options: RecordingOptions = {}): Promise<TerminalRecording> {
  return await openRecordingIn(locateHome(), options)
}
