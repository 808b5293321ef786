/** Runs the rules on what a person or a program asks about, for `flightrec rules test`. */
import { isEventType } from '../../model/event.ts'
import { isAtLeast, type Risk, worstRisk } from '../../model/risk.ts'
import { judgementJson, unjudgedJson } from '../../review/json/rule.ts'
import { judge } from '../../rules/judge.ts'
import type { Occurrence, Setting } from '../../rules/occurrence.ts'
import type { Rule } from '../../rules/rule.ts'
import type { Home } from '../../store/home/home.ts'
import { resolveRoots } from '../../store/home/roots.ts'
import { userHome } from '../../system/environment.ts'
import { inputLines } from '../../system/line-reader.ts'
import type { Output } from '../terminal/output.ts'
import { findingLines } from './rules-report.ts'

const LINE_BYTES_MAX = 4 * 1024 ** 2
const FINDINGS_EXIT = 4
const INCOMPLETE_EXIT = 3

interface Trial {
  rules: readonly Rule[]
  setting: Setting
  out: Output
}

export function settingOf(home: Home, roots: readonly string[]): Setting {
  return {
    userHome: userHome(),
    flightrecHome: home.path,
    roots: resolveRoots(roots).map(({ path }) => path),
  }
}

/** Judges one occurrence and shows what was found; returns the exit code. */
export function judgeOne(
  { rules, setting, out }: Trial,
  occurrence: Occurrence,
  failOn: Risk | undefined,
): number {
  const findings = judge(rules, occurrence, setting)
  if (out.isJson) out.json(judgementJson(findings))
  else if (findings.length === 0) out.line('No rule reports anything.')
  else for (const line of findingLines(findings, out.style)) out.line(line)
  const worst = worstRisk(findings.map(({ risk }) => risk))
  return failOn !== undefined && isAtLeast(worst, failOn) ? FINDINGS_EXIT : 0
}

/** Judges each line of standard input; a bad line is answered with its error. */
export async function judgeLines(
  trial: Trial,
  failOn: Risk | undefined,
  signal: AbortSignal,
): Promise<number> {
  const { out } = trial
  let exitCode = 0
  let number = 0
  for await (const { bytes, isCut } of inputLines(LINE_BYTES_MAX)) {
    if (signal.aborted) break
    number += 1
    const read = isCut
      ? { error: 'the line is longer than 4 MiB' }
      : readLine(bytes.toString('utf8'))
    if ('error' in read) {
      if (out.isJson) out.json(unjudgedJson(number, read.error))
      else out.line(`line ${number}: ${read.error}`)
      exitCode = Math.max(exitCode, INCOMPLETE_EXIT)
      continue
    }
    if (!out.isJson) out.line(`line ${number}:`)
    exitCode = Math.max(exitCode, judgeOne(trial, read.occurrence, failOn))
    if (number % 100 === 0) await out.drain()
  }
  return exitCode
}

type TrialLine = { occurrence: Occurrence } | { error: string }

function readLine(text: string): TrialLine {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // What is wrong with it is for the sender to find; the text may hold anything and is not repeated.
    return { error: 'it is not JSON' }
  }
  if (typeof value === 'string') return { occurrence: { type: 'SHELL_EXEC', command: value } }
  if (isTexts(value)) return { occurrence: { type: 'SHELL_EXEC', command: value } }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { error: 'it is neither a text, nor a list of texts, nor an object' }
  }
  return readObject(value as Record<string, unknown>)
}

function readObject(value: Record<string, unknown>): TrialLine {
  const { command, argv, event, paths, mode, cwd, duration_ms: durationMs } = value
  for (const [name, field] of Object.entries({ command, event, mode, cwd })) {
    if (field !== undefined && typeof field !== 'string') return { error: `${name} is not a text` }
  }
  for (const [name, field] of Object.entries({ argv, paths })) {
    if (field !== undefined && !isTexts(field)) return { error: `${name} is not a list of texts` }
  }
  if (durationMs !== undefined && typeof durationMs !== 'number') {
    return { error: 'duration_ms is not a number' }
  }
  const run = (argv ?? command) as string | string[] | undefined
  const type = (event ?? (run === undefined ? 'FILE_WRITE' : 'SHELL_EXEC')) as string
  if (!isEventType(type)) return { error: 'event is not a type of event' }
  return {
    occurrence: {
      type,
      command: run,
      paths: paths as string[] | undefined,
      mode: mode as string | undefined,
      cwd: cwd as string | undefined,
      durationMs,
    },
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string')
}
