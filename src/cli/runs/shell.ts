import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import {
  agentsOnPath,
  isShellName,
  loginShell,
  SHELLS,
  type ShellName,
} from '../../record/shell/shells.ts'
import { isFunctionName } from '../../record/shell/start-functions.ts'
import {
  applyShellChange,
  planShellInstall,
  planShellRemove,
  type StartupChange,
  shellStatus,
} from '../../record/shell/startup-files.ts'
import { shellJson, shellStatusJson } from '../../service/json/shell.ts'
import { findOnPath, ownProgram } from '../../system/programs.ts'
import type {
  shellInstallCommand,
  shellRemoveCommand,
  shellStatusCommand,
} from '../commands/shell.ts'
import type { ContextOf } from '../framework/command.ts'
import { settingsDiff } from '../settings/settings-diff.ts'
import { confirm } from '../terminal/confirm.ts'

const PROGRAM = 'flightrec'

export async function install(context: ContextOf<typeof shellInstallCommand>): Promise<number> {
  const { args, options, out } = context
  const agents = agentsOf(options.agent)
  const planned = planShellInstall(shellOf(args[0]), programWord(), agents)
  if (!(await change(planned, context))) return 1
  if (out.isJson) out.json(shellJson('install', planned))
  else if (planned.before === planned.after) out.line('Nothing to do: it is installed.')
  else
    out.line(
      `Installed for ${agents.join(', ')}: in every ${planned.shell} that is started from now on.`,
    )
  return 0
}

export async function remove(context: ContextOf<typeof shellRemoveCommand>): Promise<number> {
  const { args, out } = context
  const planned = planShellRemove(shellOf(args[0]))
  if (!(await change(planned, context))) return 1
  if (out.isJson) out.json(shellJson('remove', planned))
  else out.line(planned.before === planned.after ? 'There is nothing to remove.' : 'Removed.')
  return 0
}

export function status({ args, out }: ContextOf<typeof shellStatusCommand>): Promise<number> {
  const shells = args[0] === undefined ? SHELLS : [shellOf(args[0])]
  const statuses = shells.map((shell) => shellStatus(shell, programWord()))
  if (out.isJson) out.json(shellStatusJson(statuses))
  else {
    for (const { shell, state, file, agents, warnings } of statuses) {
      const padded = state.padEnd('unreadable'.length)
      const shown = state === 'installed' ? padded : out.style('dim', padded)
      const named = agents.length > 0 ? `  ${agents.join(' ')}` : ''
      out.line(`${shell.padEnd(4)}  ${shown}  ${showText(file)}${named}`)
      for (const warning of warnings) out.line(`  ${out.style('warning', showText(warning))}`)
    }
  }
  return Promise.resolve(0)
}

/** Loads what `run` loads: a flightrec that is broken there is found out before the agent is given to it. */
export async function check(): Promise<number> {
  const { run } = await import('./run.ts')
  return run === undefined ? 1 : 0
}

function shellOf(given: string | undefined): ShellName {
  const name = given ?? loginShell()
  if (name !== undefined && isShellName(name)) return name
  throw new FlightrecError('usage', 'the shell of $SHELL is none of bash, zsh and fish', {
    hint: 'Name one: `flightrec shell install bash`.',
  })
}

function agentsOf(named: readonly string[]): string[] {
  const odd = named.find((name) => !isFunctionName(name))
  if (odd !== undefined) {
    throw new FlightrecError('usage', `'${showText(odd)}' is no name of a program`, {
      hint: 'Give the name that is typed, without a path: `--agent claude`.',
    })
  }
  const agents = named.length > 0 ? [...new Set(named)] : agentsOnPath()
  if (agents.length > 0) return agents
  throw new FlightrecError('usage', 'no agent that flightrec knows is on the PATH', {
    hint: 'Install one first, or name the program: `flightrec shell install --agent my-bot`.',
  })
}

/** As the shell finds it: by its name where that is on the PATH, so that it outlives an upgrade. */
function programWord(): string {
  return findOnPath(PROGRAM) === undefined ? ownProgram() : PROGRAM
}

async function change(
  planned: StartupChange,
  { options, out, signal }: ContextOf<typeof shellRemoveCommand>,
): Promise<boolean> {
  const { path, link, before, after } = planned
  if (link !== undefined) out.talk(`${showText(link)} leads to ${showText(path)}`)
  if (before === after) return true
  if (!out.isJson) {
    const what = before === undefined ? '  (new)' : after === undefined ? '  (goes away)' : ''
    out.line(`${showText(path)}${what}`)
    for (const line of settingsDiff(utf8(before), utf8(after), out.style)) out.line(line)
  }
  if (!options.yes && !(await confirm('Change it?', out, signal))) {
    out.talk('Nothing was changed.')
    return false
  }
  applyShellChange(planned)
  return true
}

function utf8(latin1: string | undefined): string {
  return Buffer.from(latin1 ?? '', 'latin1').toString()
}
