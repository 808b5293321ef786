import type { Home } from '../../store/home/home.ts'
import type { Output } from '../terminal/output.ts'

/** What a report is written with. */
export interface ReportContext {
  home: Home
  out: Output
  signal: AbortSignal
  /** Whether to ask for a narrative now, in place of any there is. */
  isRegenerating: boolean
  /** Writes it in the form that was asked for. */
  write(report: { json(): unknown; lines(): string[] }): void
}
