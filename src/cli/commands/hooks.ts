import type { SettingsChange } from '../../record/hooks/installation.ts'
import { type CommandContext, command } from '../framework/command.ts'

const AGENT = {
  name: 'AGENT',
  summary: 'claude-code, codex, gemini-cli, cursor, copilot, opencode or qwen-code',
  choices: ['claude-code', 'codex', 'gemini-cli', 'cursor', 'copilot', 'opencode', 'qwen-code'],
}

const OPTIONS = {
  yes: { type: 'boolean', short: 'y', summary: 'Do it without asking' },
  settings: {
    type: 'string',
    value: 'FILE',
    summary: "Another settings file than the user's own, such as a project's",
  },
} as const

type HooksContext = CommandContext<{ yes: boolean; settings: string | undefined }>

const installCommand = command({
  name: 'install',
  group: 'record',
  summary: 'Let an agent tell flightrec what it does',
  description: `
    Shows what changes in the settings file of the agent, asks, and adds our hooks to it. Hooks of others
    and comments stay, and formatting wherever nothing is added; a link is followed to the real
    file. Does nothing when all is installed. What was there before is kept in hooks/ of the flightrec home.`,
  arguments: [AGENT],
  options: OPTIONS,
  examples: [
    ['flightrec hooks install claude-code', 'Record what Claude Code does'],
    [
      'flightrec hooks install claude-code --settings .claude/settings.json',
      'Only in this project, for all who work on it',
    ],
  ],
  errors: ['unsafe-home'],
  run: (context) => change(context, 'install'),
})

const removeCommand = command({
  name: 'remove',
  group: 'record',
  summary: 'Take our hooks out of the settings of an agent',
  description: `
    Gives back the very file that was there before, when nobody has changed it since; else takes out our hooks
    and nothing else.`,
  arguments: [AGENT],
  options: OPTIONS,
  run: (context) => change(context, 'remove'),
})

const statusCommand = command({
  name: 'status',
  group: 'record',
  summary: 'Show which agents have our hooks, and what may keep them from running',
  arguments: [{ ...AGENT, optional: true }],
  options: { settings: OPTIONS.settings },
  run: showStatus,
})

export const hooksCommand = command({
  name: 'hooks',
  group: 'record',
  summary: 'Install, remove and check the hooks of coding agents',
  subcommands: [installCommand, removeCommand, statusCommand],
})

async function targetOf(name: string, settings?: string) {
  const { HOOK_TARGETS } = await import('../../record/hooks/targets.ts')
  const { FlightrecError } = await import('../../model/errors.ts')
  const { showText } = await import('../../model/show.ts')
  const { agentNamed, nearestAgent } = await import('../../model/agent-names.ts')
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
  const installation = await import('../../record/hooks/installation.ts')
  const target = await targetOf(args[0]!, options.settings)
  const plan = verb === 'install' ? installation.planInstall : installation.planRemove
  const planned = plan(home, target, options.settings)
  const isChange = planned.before !== planned.after
  await showChange(planned, context)
  if (isChange && !options.yes) {
    const { confirm } = await import('../terminal/confirm.ts')
    if (!(await confirm('Change it?', out, signal))) {
      out.talk('Nothing was changed.')
      return 1
    }
  }
  if (verb === 'install') installation.prepareHooks(home)
  if (isChange) installation.applyChange(home, planned, verb === 'install')
  if (out.isJson) {
    const { agent } = target
    const { path: settings } = planned
    out.json({ type: 'hooks', version: 1, action: verb, agent, settings, changed: isChange })
  } else if (!isChange) {
    out.line(verb === 'install' ? 'Nothing to do: it is installed.' : 'There is nothing to remove.')
  } else out.line(verb === 'install' ? `Installed for ${target.agent}.` : 'Removed.')
  if (verb === 'install' && target.note) out.talk(target.note)
  return 0
}

async function showChange(planned: SettingsChange, { out }: HooksContext): Promise<void> {
  const { showText } = await import('../../model/show.ts')
  const { settingsDiff } = await import('../settings/settings-diff.ts')
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
}: CommandContext<{ settings: string | undefined }>): Promise<number> {
  const { hooksStatus } = await import('../../record/hooks/installation.ts')
  const { HOOK_TARGETS } = await import('../../record/hooks/targets.ts')
  const { countSpool } = await import('../../store/spool.ts')
  const { showText } = await import('../../model/show.ts')
  const targets = args[0] === undefined ? HOOK_TARGETS : [await targetOf(args[0], options.settings)]
  const statuses = targets.map((target) => {
    const { troubles, ...status } = hooksStatus(home, target, options.settings)
    const note = target.note !== undefined && status.hooks > 0 ? [target.note] : []
    return { ...status, warnings: [...troubles.map(({ problem }) => problem), ...note] }
  })
  const spool = countSpool(home)
  if (out.isJson) {
    out.json({ type: 'hooks-status', version: 1, agents: statuses, spool })
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
