/** Rules about the record itself, and about other traces. */
import { isInFolder } from '../../model/absolute-path.ts'
import { compactPath } from '../compact-path.ts'
import type { Setting } from '../occurrence.ts'
import { pathGlobs } from '../path-globs.ts'
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand } from '../shell/command.ts'
import { hasShort, isHarmlessRun, operandsOnly } from '../shell/flags.ts'
import { gitSubcommand } from '../shell/git.ts'
import { wordSet } from '../word-set.ts'

function recordFolders({ flightrecHome, userHome }: Setting): string[] {
  return ['~/.flightrec', ...(flightrecHome ? [compactPath(flightrecHome, '', userHome)] : [])]
}

const STOPPING: readonly string[] = [
  'daemon stop',
  'stop',
  'gc',
  'hooks remove',
  'forget',
  'purge',
  'prune',
]

/** What git does to a shadow repo without changing it. */
const GIT_READS =
  wordSet(`log show diff blame grep status ls-tree ls-files rev-parse rev-list cat-file for-each-ref
  shortlog fsck count-objects describe branch tag notes archive bundle reflog bisect name-rev`)

function tampers(command: ShellCommand, setting: Setting): boolean {
  const { name, args, assignments } = command
  if (name === 'flightrec' || name === 'fr') {
    return (
      !isHarmlessRun(args) &&
      STOPPING.some((words) => operandsOnly(args).join(' ').startsWith(words))
    )
  }
  if (/^(?:kill|pkill|killall|skill|xkill)$/.test(name)) {
    return [
      ...args,
      ...command.words.flatMap(({ sources }) =>
        sources.flatMap((source) => [source.name, ...source.args]),
      ),
    ].some((arg) => /flightrec/.test(arg))
  }
  if (name === 'systemctl' || name === 'launchctl' || name === 'service') {
    return (
      args.some((arg) => /flightrec/.test(arg)) &&
      args.some((arg) => /^(?:stop|disable|kill|mask|unload|bootout|remove)$/.test(arg))
    )
  }
  if (/^(?:npm|pnpm|yarn|brew)$/.test(name)) {
    return (
      args.some((arg) => /^(?:uninstall|remove|rm|un|unlink)$/.test(arg)) &&
      args.some((arg) => /flightrec/.test(arg))
    )
  }
  if (name === 'export' || name === 'unset')
    return args.some((arg) => /^FLIGHTREC_HOME\b/.test(arg))
  if (name === 'git') {
    const gitDir = args.map((arg, index) =>
      args[index - 1] === '--git-dir' ? arg : arg.replace(/^--git-dir=/, ''),
    )
    const isShadow = gitDir.some((path) =>
      recordFolders(setting).some((home) =>
        isInFolder(home, compactPath(path, command.cwd, setting.userHome)),
      ),
    )
    return isShadow && !GIT_READS.has(gitSubcommand(args)[0] ?? 'log')
  }
  return assignments.has('FLIGHTREC_HOME') && name !== ''
}

export const recorderTampering: Rule = {
  id: 'recorder-tampering',
  risk: 'danger',
  summary: 'Stops the recorder or changes the record',
  why: 'Who does this may have something to hide, and what follows is not recorded.',
  tags: ['ASI10', 'T1562.001', 'T1070'],
  fires: [
    'flightrec daemon stop',
    'rm -rf ~/.flightrec',
    'pkill -f flightrec',
    'flightrec gc --keep-days 1',
    'kill $(pgrep flightrec)',
    'flightrec hooks remove claude-code',
    'git --git-dir ~/.flightrec/repos/x update-ref -d refs/heads/main',
    'echo x > $FLIGHTREC_HOME/config.toml',
    { type: 'FILE_DELETE', paths: ['/home/ann/.flightrec/repos/x/HEAD'] },
  ],
  silent: [
    'flightrec log',
    'flightrec gc --dry-run',
    'ls ~/.flightrec',
    'git --git-dir ~/.flightrec/repos/x log',
    'echo flightrec stop',
    'flightrec daemon status',
    'cat ~/.flightrec/config.toml',
    'git clone https://example.com/flightrec',
  ],
  checkCommand(command, { setting }) {
    return tampers(command, setting)
      ? { message: `'${describeCommand(command)}' tampers with the recorder` }
      : undefined
  },
  checkPath({ kind, given, path }, { setting }) {
    if (kind === 'read' || !recordFolders(setting).some((folder) => isInFolder(folder, path)))
      return undefined
    return { message: `'${given}' is part of the record`, paths: [given] }
  },
}

const isHistoryFile = pathGlobs([
  '~/.{bash,zsh,fish,python,node_repl,psql,mysql,sqlite,rediscli}_history',
  '~/.zsh_sessions/**',
  '~/.local/share/fish/fish_history',
  '~/.{lesshst,viminfo}',
])

export const erasedTraces: Rule = {
  id: 'erased-traces',
  risk: 'warning',
  summary: 'Erases the history of a shell or the logs of the machine',
  why: 'Honest work leaves its traces alone.',
  tags: ['ASI10', 'T1070.002', 'T1070.003'],
  fires: [
    'history -c',
    'rm ~/.bash_history',
    'unset HISTFILE',
    'HISTFILE=/dev/null bash',
    'journalctl --vacuum-time=1s',
    'rm -rf /var/log/nginx',
    'ln -sf /dev/null ~/.bash_history',
    'export HISTSIZE=0',
  ],
  silent: [
    'history',
    'cat ~/.bash_history',
    'journalctl -u x',
    'echo history -c',
    'rm app.log',
    'tail /var/log/syslog',
  ],
  checkCommand(command) {
    const { name, args, assignments } = command
    const isShellSetting = /^(?:HISTFILE|HISTSIZE|HISTFILESIZE)(?:=(?:\/dev\/null|0|)$|$)/
    const erases =
      (name === 'history' && hasShort(args, 'cwd') && !hasShort(args, 'w')) ||
      ((name === 'unset' || name === 'export') && args.some((arg) => isShellSetting.test(arg))) ||
      [...assignments].some(([variable, value]) => isShellSetting.test(`${variable}=${value}`)) ||
      (name === 'journalctl' && args.some((arg) => /^--(?:vacuum|rotate)/.test(arg))) ||
      (name === 'wevtutil' && args[0] === 'cl')
    return erases ? { message: `'${describeCommand(command)}' erases traces` } : undefined
  },
  checkPath({ kind, given, path }) {
    const isErased =
      (kind !== 'read' && isHistoryFile(path)) || (kind === 'delete' && /^\/var\/log\/./.test(path))
    return isErased
      ? { message: `'${given}' is a trace of what was done`, paths: [given] }
      : undefined
  },
}
