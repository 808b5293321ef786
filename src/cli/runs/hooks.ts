import { agentNamed, nearestAgent } from '../../model/agent-names.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import * as installation from '../../record/hooks/installation.ts'
import { hooksStatus, type SettingsChange } from '../../record/hooks/installation.ts'
import { HOOK_TARGETS } from '../../record/hooks/targets.ts'
import { hooksJson, hooksStatusJson } from '../../service/json/hooks.ts'
import { countSpool } from '../../store/spool/spool.ts'
import type { installCommand, removeCommand, statusCommand } from '../commands/hooks.ts'
import type { ContextOf } from '../framework/command.ts'
import { settingsDiff } from '../settings/settings-diff.ts'
import { confirm } from '../terminal/confirm.ts'

export async function install(context: ContextOf<typeof installCommand>): Promise<number> {
  return change(context, 'install')
}

export async function remove(context: ContextOf<typeof removeCommand>): Promise<number> {
  return change(context, 'remove')
}

export const status = showStatus

type HooksContext = ContextOf<typeof installCommand>

async function targetOf(name: string, settings?: string) {
  const known = agentNamed(name)
  const target = HOOK_TARGETS.find(({ agent }) => agent === known)
  const owner = settings && HOOK_TARGETS.find(({ folder }) => folder && isIn(settings, folder))
  if (target && owner && owner !== target) {
    throw new FlightrecError('usage', `${showText(settings!)} is the file of ${owner.agent}`, {
      hint: `Agents read the same settings differently: name ${owner.agent} in the place of ${target.agent}.`,
    })
  }
  if (target) return target
  const names = HOOK_TARGETS.map(({ agent }) => agent)
  const meant = nearestAgent(name, names)
  const shown = showText(known)
  const others = `hooks are known for ${names.join(', ')}`
  throw new FlightrecError('usage', `no hooks are known for '${shown}'; ${others}`, {
    hint:
      meant === undefined
        ? `\`flightrec start --agent ${shown}\` records what changes while it works, ` +
          '`flightrec import FILE` what it has written down itself; ' +
          'a program of your own can call `flightrec hook generic`.'
        : `Did you mean \`${meant}\`?`,
  })
}

function isIn(path: string, folder: string): boolean {
  return path.split('/').includes(folder)
}

async function change(context: HooksContext, verb: 'install' | 'remove'): Promise<number> {
  const { args, options, home, out, signal } = context
  const target = await targetOf(args[0]!, options.settings)
  const plan = verb === 'install' ? installation.planInstall : installation.planRemove
  const planned = plan(home, target, options.settings)
  const isChange = planned.before !== planned.after
  await showChange(planned, context)
  if (isChange && !options.yes) {
    if (!(await confirm('Change it?', out, signal))) {
      out.talk('Nothing was changed.')
      return 1
    }
  }
  if (verb === 'install') installation.prepareHooks(home)
  if (isChange) installation.applyChange(home, planned, verb === 'install')
  if (out.isJson) out.json(hooksJson(verb, target, planned))
  else if (!isChange) {
    out.line(verb === 'install' ? 'Nothing to do: it is installed.' : 'There is nothing to remove.')
  } else out.line(verb === 'install' ? `Installed for ${target.agent}.` : 'Removed.')
  if (verb === 'install' && target.note) out.talk(target.note)
  return 0
}

async function showChange(planned: SettingsChange, { out }: HooksContext): Promise<void> {
  const { path, link, before, after } = planned
  if (link !== undefined) out.talk(`${showText(link)} leads to ${showText(path)}`)
  if (out.isJson || before === after) return
  const what = before === undefined ? '  (new)' : after === undefined ? '  (goes away)' : ''
  out.line(`${showText(path)}${what}`)
  for (const line of settingsDiff(before ?? '', after ?? '', out.style)) out.line(line)
}

async function showStatus({
  args,
  options,
  home,
  out,
}: ContextOf<typeof statusCommand>): Promise<number> {
  const targets = args[0] === undefined ? HOOK_TARGETS : [await targetOf(args[0], options.settings)]
  const statuses = targets.map((target) => {
    const { troubles, ...status } = hooksStatus(home, target, options.settings)
    const note = target.note !== undefined && status.hooks > 0 ? [target.note] : []
    return { ...status, warnings: [...troubles.map(({ problem }) => problem), ...note] }
  })
  const spool = countSpool(home)
  if (out.isJson) {
    out.json(hooksStatusJson(statuses, spool))
    return 0
  }
  const width = Math.max(...statuses.map(({ state }) => state.length))
  for (const { agent, state, settings, warnings } of statuses) {
    const padded = state.padEnd(width)
    const shown = state === 'installed' ? padded : out.style('dim', padded)
    out.line(`${agent.padEnd(12)} ${shown}  ${showText(settings)}`)
    for (const warning of warnings) out.line(`  ${out.style('warning', showText(warning))}`)
  }
  const unfinished = spool.unfinished === undefined ? '' : `, ${spool.unfinished} unfinished`
  out.line(`spool        ${spool.waiting} waiting${unfinished}, ${spool.bad} refused`)
  return 0
}
