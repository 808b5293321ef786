/** How the result of `verify` is written. */

import { showCount } from '../../model/counts.ts'
import { GAP_REASONS } from '../../model/gap.ts'
import { showPath, showText } from '../../model/show.ts'
import { formatDuration } from '../../model/units.ts'
import type { Verification } from '../../review/verify/verify.ts'
import type { LostEvents } from '../../review/verify/verify-session.ts'
import type { SessionsVerification } from '../../review/verify/verify-sessions.ts'
import type { Damage } from '../../store/timeline/damage.ts'
import type { Output } from '../terminal/output.ts'

const LINES_MAX = 50

export function showVerification(result: Verification, out: Output): void {
  const { repo, facts, damages, notes } = result
  const span = facts.oldest ? ` from ${facts.oldest} to ${facts.newest}` : ''
  const cut = facts.isCut ? ', older ones dropped' : ''
  const stored = `${showCount(result.looseObjects, 'loose object')}, ${showCount(result.packs, 'pack')}`
  out.line(
    `${showText(repo.name)}: ${showCount(facts.snapshots, 'snapshot')}${span}${cut}; ${stored}`,
  )
  showGaps(facts.gaps, out)
  for (const note of notes) out.line(`  note: ${showText(note)}`)
  showDamages(damages, out)
  if (result.cost) showCost(result.cost, out)
  if (damages.length === 0) out.line('  sound')
  else out.talk('hint: Run `flightrec doctor` to see what can be mended.')
}

export function showSessionsVerification(result: SessionsVerification, out: Output): void {
  const { sessions, running, events, recordings, damages, notes, costs } = result
  const stored = `${showCount(result.looseObjects, 'loose object')}, ${showCount(result.packs, 'pack')}`
  const going = running > 0 ? ` (${running} running)` : ''
  const casts = recordings > 0 ? `, ${showCount(recordings, 'recording')}` : ''
  out.line(
    `sessions: ${showCount(sessions, 'session')}${going}, ${showCount(events, 'event')}${casts}; ${stored}`,
  )
  for (const note of notes) out.line(`  note: ${showText(note)}`)
  showDamages(damages, out)
  showList(
    costs.map(({ session, agent, lost }) => {
      const whose = agent === undefined ? session : `${session} (${showText(agent)})`
      return `lost: ${whose}: ${lost.map(lostText).join(', ')}`
    }),
    out,
  )
  if (damages.length === 0) out.line('  sound')
  else out.talk('hint: Run `flightrec doctor` to see what can be mended.')
}

function lostText({ from, to }: LostEvents): string {
  if (to === undefined) return from === 1 ? 'all events' : `what came after event ${from - 1}`
  return from === to ? `event ${from}` : `events ${from} to ${to}`
}

function showDamages(damages: readonly Damage[], out: Output): void {
  showList(
    damages.map(({ subject, problem, mendable }) => {
      const mend = mendable ? ' (doctor --fix mends it)' : ''
      return `${out.style('removed', 'damage:')} ${showText(subject)}: ${showText(problem)}${mend}`
    }),
    out,
  )
}

function showGaps({ count, longest }: Verification['facts']['gaps'], out: Output): void {
  if (!longest) return
  const lasted = formatDuration(longest.to - longest.from)
  const at = new Date(longest.from).toISOString()
  out.line(
    `  ${showCount(count, 'gap')}, the longest ${lasted} from ${at}: ${GAP_REASONS[longest.reason]}`,
  )
}

function showCost(cost: NonNullable<Verification['cost']>, out: Output): void {
  const { unreadable, affected, lost, snapshots } = cost
  if (unreadable.length > 0)
    out.line(`  lost: ${showCount(unreadable.length, 'whole snapshot')} of ${snapshots}`)
  if (lost.length === 0) {
    if (unreadable.length === 0) out.line('  lost: nothing; every snapshot can be given back')
    return
  }
  out.line(
    `  lost: ${showCount(lost.length, 'content')} in ${affected.length} of ${snapshots} snapshots`,
  )
  showList(
    lost.map(({ path, isFolder, snapshots: count, oldest, newest, isInRoot }) => {
      const shown = path === '' ? 'everything' : `${showPath(path)}${isFolder ? '/' : ''}`
      const when = count === 1 ? `in ${newest}` : `in ${count} snapshots, ${oldest} to ${newest}`
      const copy = isInRoot ? '; the watched folder still has it: `flightrec doctor --fix`' : ''
      return `  ${shown}  ${when}${copy}`
    }),
    out,
  )
}

function showList(lines: readonly string[], out: Output): void {
  for (const line of lines.slice(0, LINES_MAX)) out.line(`  ${line}`)
  if (lines.length > LINES_MAX)
    out.line(`  … and ${lines.length - LINES_MAX} more; --json lists all`)
}
