/** Rules about where something is written: outside the roots, and where it will run later by itself. */
import { isInFolder } from '../../model/absolute-path.ts'
import { compactPath } from '../compact-path.ts'
import type { PathAccess } from '../path-access.ts'
import { pathGlobs } from '../path-globs.ts'
import type { Rule } from '../rule.ts'
import { describeCommand, UNKNOWN } from '../shell/command.ts'
import { hasShort, operandsOnly } from '../shell/flags.ts'
import { gitSubcommand } from '../shell/git.ts'

/** Places for passing things, where writing is no reach outside. */
const isPassing = pathGlobs([
  '{/tmp,/var/tmp,/private/tmp,/private/var/folders,/var/folders,/dev,/proc/self}',
  '{/tmp,/var/tmp,/private/tmp,/private/var/folders,/var/folders,/dev,/proc/self}/**',
  '~/{.cache,.npm,Library/Caches}/**',
])

function isWrite({ kind }: PathAccess): boolean {
  return kind !== 'read'
}

export const outsideRoot: Rule = {
  id: 'outside-root',
  risk: 'warning',
  summary: 'Writes or deletes outside the watched folders',
  why: 'What happens there is in no snapshot, so it cannot be shown or undone.',
  tags: ['ASI02', 'ASI10'],
  fires: [
    { type: 'FILE_WRITE', paths: ['/srv/other/a.txt'], roots: ['/srv/app'] },
    { type: 'SHELL_EXEC', command: 'cp a.txt /etc/hosts', roots: ['/srv/app'] },
    { type: 'SHELL_EXEC', command: 'cd /srv/app && rm -rf ../other', roots: ['/srv/app'] },
  ],
  silent: [
    'cp a.txt /etc/hosts',
    { type: 'FILE_WRITE', paths: ['/srv/app/a.txt'], roots: ['/srv/app'] },
    { type: 'FILE_READ', paths: ['/etc/hosts'], roots: ['/srv/app'] },
    {
      type: 'SHELL_EXEC',
      command: 'echo a > /tmp/x; ls > /dev/null; rm -r ./build',
      roots: ['/srv/app'],
    },
  ],
  checkPath(access, { setting: { roots = [], userHome } }) {
    const { path, given } = access
    if (roots.length === 0 || !isWrite(access) || !/^[/~]/.test(path) || path.includes(UNKNOWN))
      return undefined
    const folders = roots.map((root) => compactPath(root, '', userHome))
    if (isPassing(path) || folders.some((root) => isInFolder(root, path))) return undefined
    return { message: `'${given}' lies outside the watched folders`, paths: [given] }
  },
}

const isHookOrCi = pathGlobs([
  '**/.git/{hooks,hooks/*,config}',
  '**/.{husky,circleci,buildkite}/**',
  '**/.github/{workflows,actions}/**',
  '**/{.github/workflows,.github/actions,.husky}',
  '**/{.gitlab-ci,azure-pipelines,bitbucket-pipelines,.travis,.drone,lefthook,.lefthook}.{yml,yaml}',
  '**/{Jenkinsfile,.pre-commit-config.yaml}',
])
const isAgentSetting = pathGlobs([
  '**/.claude/{settings.json,settings.local.json,hooks/*,commands/*,agents/*}',
  '**/{.claude.json,.mcp.json,opencode.json,opencode.jsonc}',
  '**/.cursor/{mcp.json,hooks.json,cli-config.json,rules/*}',
  '**/.codex/{config.toml,hooks.json,rules/*}',
  '**/.gemini/settings.json',
  '**/.{copilot,opencode}/**',
  '**/.vscode/{tasks,settings,launch,mcp}.json',
])

export const hookOrCiChange: Rule = {
  id: 'hook-or-ci-change',
  risk: 'warning',
  summary: 'Changes git hooks, CI files or the settings of an agent',
  why: 'They run later, by themselves, with the rights of a person or of the build.',
  tags: ['ASI02', 'ASI10', 'T1546', 'T1195.002'],
  fires: [
    'echo x > .git/hooks/pre-commit',
    'rm -r .husky/pre-push',
    'sed -i s/a/b/ .github/workflows/ci.yml',
    'git config core.hooksPath hooks',
    'cp x .claude/settings.json',
    { type: 'FILE_WRITE', paths: ['.github/workflows/release.yml'] },
  ],
  silent: [
    'cat .github/workflows/ci.yml',
    'ls .git/hooks',
    'git config user.name x',
    'echo .husky/x',
    'git config --get core.hooksPath',
    { type: 'FILE_READ', paths: ['.gitlab-ci.yml'] },
  ],
  checkPath(access) {
    const { path, given } = access
    if (!isWrite(access) || (!isHookOrCi(path) && !isAgentSetting(path))) return undefined
    return { message: `'${given}' runs by itself or says what may`, paths: [given] }
  },
  checkCommand(command) {
    if (command.name !== 'git') return undefined
    const [subcommand, ...args] = gitSubcommand(command.args)
    const words = operandsOnly(args).filter((word) => word !== 'set')
    const sets =
      subcommand === 'config' &&
      /^core\.(?:hookspath|fsmonitor|sshcommand|pager|editor)$/i.test(words[0] ?? '') &&
      (words.length > 1 || args.some((arg) => /^--(?:unset|replace)/.test(arg)))
    return sets && !args.some((arg) => /^--get/.test(arg))
      ? { message: `'${describeCommand(command)}' changes what git runs` }
      : undefined
  },
}

const runsAtStart = pathGlobs([
  '~/.{bashrc,bash_profile,bash_login,bash_logout,bash_aliases,profile,zshrc,zshenv,zprofile,zlogin}',
  '~/.{inputrc,xinitrc,xprofile,gitconfig,vimrc}',
  '~/.config/{fish,autostart,systemd/user}/**',
  '~/.config/git/config',
  '~/.ssh/{authorized_keys,rc,config}',
  '{~/,/}Library/Launch{Agents,Daemons}/**',
  '/etc/{profile,profile.d/*,bash.bashrc,cron*,crontab,rc.local,systemd/system/*,ld.so.preload}',
  '/etc/{sudoers,sudoers.d/*,passwd,shadow,hosts,environment,init.d/*}',
  '{/lib,/usr/lib}/systemd/system/**',
  '/var/spool/cron/**',
])

export const startupChange: Rule = {
  id: 'startup-change',
  risk: 'warning',
  summary: 'Changes what runs when a shell, a user or the machine starts',
  why: 'It outlives the session: whatever was put there runs again, for a person or for root.',
  tags: ['ASI10', 'T1546.004', 'T1053.003', 'T1543'],
  fires: [
    'echo "alias ls=x" >> ~/.bashrc',
    'crontab x.cron',
    'echo x | crontab -',
    'systemctl enable x',
    'cp x.service /etc/systemd/system/x.service',
    'echo k >> ~/.ssh/authorized_keys',
    { type: 'FILE_WRITE', paths: ['/home/ann/.zshrc'] },
  ],
  silent: [
    'cat ~/.bashrc',
    'crontab -l',
    'systemctl status x',
    'source ~/.zshrc',
    'echo ~/.bashrc',
    { type: 'FILE_WRITE', paths: ['docs/.bashrc.md'] },
  ],
  checkPath(access) {
    const { path, given } = access
    return isWrite(access) && runsAtStart(path)
      ? { message: `'${given}' runs or counts at each start`, paths: [given] }
      : undefined
  },
  checkCommand(command) {
    const { name, args } = command
    const changes =
      (name === 'crontab' &&
        !hasShort(args, 'l') &&
        (args.length > 0 || command.upstream.length > 0)) ||
      (name === 'systemctl' &&
        /^(?:enable|link|mask|disable)$/.test(operandsOnly(args)[0] ?? '')) ||
      (name === 'launchctl' && /^(?:load|bootstrap|enable)$/.test(args[0] ?? '')) ||
      ((name === 'at' || name === 'batch') && !hasShort(args, 'l'))
    return changes
      ? { message: `'${describeCommand(command)}' changes what runs by itself` }
      : undefined
  },
}
