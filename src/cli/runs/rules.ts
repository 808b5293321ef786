import { FlightrecError } from '../../model/errors.ts'
import type { EventType } from '../../model/event.ts'
import { RISKS } from '../../model/risk.ts'
import { showText } from '../../model/show.ts'
import { ruleJson } from '../../review/json/rule.ts'
import type { listCommand, testCommand } from '../commands/rules.ts'
import type { ContextOf } from '../framework/command.ts'
import { loadRules, ruleLines } from '../rules/rules-report.ts'
import { judgeLines, judgeOne, settingOf } from '../rules/rules-trial.ts'

export async function list({ home, out }: ContextOf<typeof listCommand>): Promise<number> {
  const rules = await loadRules(home, out)
  if (out.isJson) for (const rule of rules) out.json(ruleJson(rule))
  else for (const line of ruleLines(rules, out.style)) out.line(line)
  return 0
}

export async function test({
  rest,
  options,
  roots,
  home,
  out,
  signal,
}: ContextOf<typeof testCommand>): Promise<number> {
  const trial = { rules: await loadRules(home, out), setting: settingOf(home, roots), out }
  const failOn = RISKS.find((risk) => risk === options.failOn)
  if (options.stdin) {
    if (rest.length > 0 || options.path.length > 0) {
      throw new FlightrecError('usage', '--stdin takes no command and no path', {
        hint: 'Run `flightrec rules test --help` to see how it is used.',
      })
    }
    return await judgeLines(trial, failOn, signal)
  }
  const type = (options.event ?? (rest.length > 0 ? 'SHELL_EXEC' : 'FILE_WRITE')) as EventType
  if (rest.length === 0 && options.path.length === 0 && options.durationMs === undefined) {
    throw new FlightrecError('usage', 'nothing was given to judge', {
      hint: "Put a command after `--`, e.g. `flightrec rules test -- 'rm -rf build'`, or give --path.",
    })
  }
  if (rest.length > 1 && /\s/.test(rest[0]!)) {
    throw new FlightrecError('usage', `no program is called '${showText(rest[0]!)}'`, {
      hint: 'Give shell text as the one word after `--`, and options before `--`.',
    })
  }
  return judgeOne(
    trial,
    {
      type,
      ...(rest.length > 0 && { command: rest.length === 1 ? rest[0]! : rest }),
      ...(options.path.length > 0 && { paths: options.path }),
      mode: options.mode,
      cwd: options.cwd,
      durationMs: options.durationMs,
    },
    failOn,
  )
}
