/** The state of one root as lines for people. */

import { showCount } from '../../model/counts.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import { formatAge, formatMoment, formatSize } from '../../model/units.ts'
import type { Status } from '../../review/answers/status.ts'
import type { RecordingCounts } from '../../review/recordings/recording-counts.ts'
import type { RepoStatus } from '../../review/status/status.ts'
import type { UnrecordedFolder } from '../../review/status/unrecorded.ts'
import type { Restart } from '../../store/home/restarts.ts'
import { cutShortWords } from '../../store/timeline/act.ts'
import type { Style } from '../terminal/style.ts'
import { gapLine, incompleteText } from './snapshot-lines.ts'

export function statusLines(
  status: RepoStatus,
  recordings: RecordingCounts,
  nowMs: number,
  style: Style,
): string[] {
  const { repo, latest, lastGap, watcher } = status
  const watching = watcher
    ? `yes, by process ${watcher.pid} since ${formatMoment(watcher.since)}`
    : style('warning', `no${notSince(status)}`)
  const facts: [string, string][] = [
    ['root', showText(repo.root) + (status.isRootThere ? '' : style('warning', '  (not there)'))],
    ['watched', watching],
    ['git', showText(repo.gitDir)],
    ['store', formatSize(status.storeBytes)],
    ['snapshots', latest ? String(status.snapshots) : 'none yet'],
  ]
  if (latest) {
    facts.push(
      ['latest', `${latest.id}  ${formatMoment(latest.time)} (${formatAge(latest.time, nowMs)})`],
      ['', `${showCount(latest.files, 'file')}, ${formatSize(latest.bytes)}`],
    )
    if (latest.skipped > 0) {
      const hint = 'see `flightrec show latest --manifest`'
      facts.push(['', style('warning', `${incompleteText(latest)}; ${hint}`)])
    }
  }
  if (status.cutShort) {
    const [problem, hint] = cutShortWords(status.cutShort)
    facts.push(['cut short', style('warning', problem)], ['', hint])
  }
  facts.push([
    'gaps',
    lastGap ? `${status.gaps}, the last: ${gapLine(lastGap, nowMs, style)}` : 'none',
  ])
  if (recordings.total > 0) facts.push(['terminals', countsText(recordings)])
  return [
    style('heading', showText(repo.name)),
    ...facts.map(([name, value]) => `  ${style('dim', name.padEnd(9))}  ${value}`),
  ]
}

/** Returns e.g. `3 recordings, 1.2 MB, 1 of them going on`. */
export function countsText({ total, bytes, running }: RecordingCounts): string {
  const going = running > 0 ? `, ${running} going on` : ''
  return `${showCount(total, 'recording')}, ${formatSize(bytes)}${going}`
}

/** Returns what is recorded of terminals, of all roots and of none; nothing when that is nothing. */
export function terminalsLines({ recordings }: Status, style: Style): string[] {
  if (recordings.total + recordings.damaged === 0) return []
  const damaged =
    recordings.damaged === 0
      ? ''
      : style('warning', `, ${recordings.damaged} that cannot be read (see \`flightrec verify\`)`)
  return ['', style('heading', 'terminals'), `  ${countsText(recordings)}${damaged}`]
}

function notSince({ openGaps }: RepoStatus): string {
  const downtime = openGaps.find(({ reason }) => reason === 'downtime')
  return downtime ? `, not since ${formatMoment(downtime.from)}` : ''
}

/** Returns what is known of agents, of all roots together; nothing when there is nothing to say. */
export function agentsLines(
  { runningSessions: running, spool, unrecorded }: Status,
  style: Style,
): string[] {
  const { waiting, unfinished = 0, bad } = spool
  const parts = [
    running > 0 ? `${running} running` : '',
    waiting > 0 ? `${waiting} said by hooks and waiting, secrets and all` : '',
    unfinished > 0 ? `${unfinished} that hooks have not finished, secrets and all` : '',
    bad > 0 ? style('warning', `${bad} refused (see spool/bad)`) : '',
  ].filter((part) => part !== '')
  if (parts.length === 0) return []
  const lines = unrecorded.map((where) => `  ${style('warning', unrecordedText(where))}`)
  return ['', style('heading', 'sessions'), `  ${parts.join(', ')}`, ...lines]
}

/** Says that nobody records a folder, and what to run. */
export function unrecordedText({ folder, agent, hasConfig }: UnrecordedFolder): string {
  const word = shellWord(folder)
  const next = hasConfig
    ? `run \`flightrec watch ${word}\`, or add it to watch.roots in config.toml`
    : `run \`flightrec init --root ${word}\``
  return `nobody records ${showText(folder)}, where ${showText(agent)} works; ${next}`
}

/** Says that errors nobody caught made recording begin anew. */
export function restartsText(restarts: readonly Restart[]): string {
  const { time, message } = restarts.at(-1)!
  const often = showCount(restarts.length, 'error')
  const what = `recording began anew after ${often} in a week, the last at ${time}`
  return `${what}: ${showText(message)}; see \`flightrec doctor\``
}
