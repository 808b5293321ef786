/** A report as lines for people, for the command line and the screens to style. */
import { CHANGE_SYMBOL, type Change } from '../../model/change.ts'
import { showCount } from '../../model/counts.ts'
import { showPath } from '../../model/show.ts'
import type { ActReport, LeftPath, WrittenPath } from './act-report.ts'
import type { UnprovenChange } from './unproven-changes.ts'

export interface ActLine {
  /** A changed path, something that is not as it should be, a remark beside it, or what came of it all. */
  kind: 'added' | 'removed' | 'modified' | 'warning' | 'remark' | 'result'
  text: string
  /** What else is said of a path. */
  note?: string | undefined
}

const UNPROVEN_SHOWN_MAX = 20

/** Returns first what changed, then what did not and why, then the sum of it. */
export function actLines(report: ActReport): ActLine[] {
  const { removed, written, remarks, summary, undo } = report
  return [
    ...removed.map((path) => ({ kind: 'removed' as const, text: `- ${showPath(path)}` })),
    ...written.filter(({ isImplied }) => !isImplied).map(writtenLine),
    ...warnings(report).map((text) => ({ kind: 'warning' as const, text })),
    ...remarks.map((text) => ({ kind: 'remark' as const, text })),
    { kind: 'result', text: summary },
    ...(undo === undefined ? [] : [{ kind: 'result' as const, text: `Undo: ${undo}` }]),
  ]
}

function writtenLine({ path, action, isFolder, note }: WrittenPath): ActLine {
  const name = `${path === '' ? '.' : showPath(path)}${isFolder ? '/' : ''}`
  const kind = action === 'added' ? 'added' : 'modified'
  return { kind, text: `${kind === 'added' ? '+' : '~'} ${name}`, note }
}

function warnings(report: ActReport): string[] {
  const { conflicts, notRestorable, torn, lost, safetyFailure, afterFailure, isPlan } = report
  return [
    ...conflicts.map(conflictText),
    ...notRestorable.map(
      ({ path, message, detail }) =>
        `${showPath(path)} ${message}${detail === undefined ? '' : ` (${detail})`}`,
    ),
    ...torn.map(
      (path) =>
        `${showPath(path)} was changing when it was recorded; what came back may be a mixture`,
    ),
    ...lost.map(
      (path) =>
        `${showPath(path)} ${isPlan ? 'would be' : 'was'} given up for good: it is not recorded`,
    ),
    ...(safetyFailure === undefined ? [] : [`there is no safety snapshot: ${safetyFailure}`]),
    ...(afterFailure === undefined ? [] : [`the result is not recorded yet: ${afterFailure}`]),
  ]
}

function conflictText({ path, message, beside }: LeftPath): string {
  const file = beside === undefined ? '' : `; see ${showPath(beside)}`
  return `left alone: ${showPath(path) || 'the root'} ${message}${file}`
}

/** Returns what `name` may have changed, and only the time speaks for; nothing when there is nothing such. */
export function unprovenLines(name: string, changes: readonly UnprovenChange[]): ActLine[] {
  if (changes.length === 0) return []
  const verb = changes.length === 1 ? 'is' : 'are'
  const what = `${showCount(changes.length, 'change')} ${verb} put down to ${name}`
  const more = changes.length - UNPROVEN_SHOWN_MAX
  return [
    {
      kind: 'warning',
      text: `${what} only because nobody else is known to have been at work:`,
    },
    ...changes.slice(0, UNPROVEN_SHOWN_MAX).map(({ change, snapshot }) => ({
      kind: 'remark' as const,
      text: `  ${CHANGE_SYMBOL[change.type]} ${bothNames(change)}  ${snapshot}`,
    })),
    ...(more > 0 ? [{ kind: 'remark' as const, text: `  and ${more} more` }] : []),
  ]
}

export const UNPROVEN_LEFT = 'Left as it is: with --include-window it is taken back too.'

function bothNames({ before, after }: Change): string {
  const paths = [before, after].flatMap((side) => (side ? [showPath(side.path) || '.'] : []))
  return [...new Set(paths)].join(' → ')
}
