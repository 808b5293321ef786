/** Rules about git commands that lose work or rewrite what others have. */
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand } from '../shell/command.ts'
import { hasLong, hasShort, operandsOnly } from '../shell/flags.ts'
import { gitSubcommand, isCleaning } from '../shell/git.ts'

function gitArgs(command: ShellCommand, subcommand: string): readonly string[] | undefined {
  if (command.name !== 'git') return undefined
  const [first, ...rest] = gitSubcommand(command.args)
  return first === subcommand && !hasLong(rest, 'help') && !hasShort(rest, 'h') ? rest : undefined
}

function isDryRun(args: readonly string[]): boolean {
  return hasShort(args, 'n') || hasLong(args, 'dry-run', 2)
}

export const dangerousGitPushForce: Rule = {
  id: 'dangerous-git-push-force',
  risk: 'warning',
  summary: 'Overwrites a branch of a remote (`git push --force`)',
  why: 'Commits others have pushed are no longer reachable there.',
  tags: ['ASI02', 'T1565.001'],
  fires: [
    'git push --force',
    'git push -uf origin main',
    'git -C x push origin +main',
    'git push origin +HEAD:main',
  ],
  silent: [
    'git push',
    'git push --force --dry-run',
    'git push -nf',
    'git push --force=true',
    'git push --force-with-lease',
    'git commit -m "git push --force"',
    'git push --follow-tags',
  ],
  checkCommand(command) {
    const args = gitArgs(command, 'push')
    if (!args || isDryRun(args)) return undefined
    const isForced =
      hasShort(args, 'f') ||
      hasLong(args, 'force') ||
      operandsOnly(args).some((ref) => /^\+./.test(ref))
    return isForced
      ? { message: `'${describeCommand(command)}' overwrites a remote branch` }
      : undefined
  },
}

export const dangerousGitResetHard: Rule = {
  id: 'dangerous-git-reset-hard',
  risk: 'danger',
  act: 'delete',
  summary: 'Throws away all uncommitted changes (`git reset --hard`)',
  why: 'What was not committed is in no commit and in no reflog; only flightrec still has it.',
  tags: ['ASI02', 'T1485'],
  fires: [
    'git reset --hard',
    'git reset --ha HEAD~3',
    'git -c a=b reset -q --hard origin/main',
    '/usr/lib/git-core/git-reset --hard',
    "git -c alias.z='reset --hard' z",
  ],
  silent: [
    'git reset',
    'git reset --soft HEAD~1',
    'git reset HEAD x',
    'echo git reset --hard',
    'git log --grep="reset --hard"',
  ],
  checkCommand(command) {
    const args = gitArgs(command, 'reset')
    if (!args || !hasLong(args, 'hard', 1)) return undefined
    return { message: `'${describeCommand(command)}' throws away uncommitted changes` }
  },
}

/** Says what a git command discards; undefined when nothing. */
function discards(subcommand: string, args: readonly string[]): string | undefined {
  const operands = operandsOnly(args)
  // The name of a new branch may be attached to its option: `-bfix`.
  const given = args.map((arg) => arg.replace(/^(-[a-z]*[bBcC]).*$/, '$1'))
  const valueless = args.map((arg) => arg.replace(/=.*$/s, ''))
  switch (subcommand) {
    case 'checkout':
      if (hasShort(given, 'f') || hasLong(args, 'force', 1)) return 'changes that stand in its way'
      if (hasShort(given, 'bB') || hasLong(args, 'orphan', 2)) return undefined
      return args.includes('--') ||
        operands.includes('.') ||
        // A commit and paths: `git checkout HEAD a.txt`.
        operands.length > (hasLong(args, 'conflict', 2) ? 2 : 1) ||
        hasLong(valueless, 'pathspec-from-file', 3)
        ? 'uncommitted changes of these paths'
        : undefined
    case 'restore': {
      const onlyIndex =
        (hasShort(args, 'S') || hasLong(args, 'staged', 3)) &&
        !hasShort(args, 'W') &&
        !hasLong(args, 'worktree', 1)
      return onlyIndex || operands.length === 0 ? undefined : 'uncommitted changes of these paths'
    }
    case 'switch':
      return hasShort(given, 'f') ||
        hasLong(args, 'force', 2) ||
        hasLong(args, 'discard-changes', 2)
        ? 'changes that stand in its way'
        : undefined
    case 'stash':
      return operands[0] === 'drop' || operands[0] === 'clear' ? 'stashed changes' : undefined
    case 'branch': {
      const isDeleted = hasShort(args, 'd') || hasLong(args, 'delete', 2)
      const isForced = hasShort(args, 'f') || hasLong(args, 'force', 2)
      return hasShort(args, 'D') || (isDeleted && isForced) ? 'a branch, merged or not' : undefined
    }
    case 'reset':
      return hasLong(args, 'merge', 1) ? 'staged changes' : undefined
    case 'read-tree':
      return hasLong(args, 'reset', 1) ? 'uncommitted changes' : undefined
    case 'checkout-index':
      return hasShort(args, 'f') || hasLong(args, 'force', 1) ? 'uncommitted changes' : undefined
    case 'rm':
      return (hasShort(args, 'f') || hasLong(args, 'force', 1)) && !hasLong(args, 'cached', 1)
        ? 'uncommitted changes of these paths'
        : undefined
    case 'submodule':
      return operands[0] === 'deinit' && (hasShort(args, 'f') || hasLong(args, 'force', 1))
        ? 'the changes of a submodule'
        : undefined
    case 'worktree':
      return operands[0] === 'remove' && (hasShort(args, 'f') || hasLong(args, 'force', 1))
        ? 'a work tree with its changes'
        : undefined
    default:
      return undefined
  }
}

export const gitDiscard: Rule = {
  id: 'git-discard',
  risk: 'warning',
  act: 'delete',
  summary: 'Throws away changes that git has nowhere else',
  why: 'Agents tidy up with these and take the work of a person with them.',
  tags: ['ASI02', 'T1485'],
  fires: [
    'git checkout -- src/a.ts',
    'git checkout .',
    'git checkout HEAD~1 src/a.ts',
    'git restore .',
    'git clean -fd',
    'git -c clean.requireForce=false clean -d',
    'git-checkout HEAD -- src/a.ts',
    'git rm -f a.txt',
    'git stash drop',
    'git branch -D old',
    'git switch --discard-changes main',
  ],
  silent: [
    'git checkout main',
    'git checkout -b x',
    'git checkout -bfix main',
    'git switch -cfix',
    'git restore --help',
    'git restore --staged x',
    'git clean -n',
    'git stash',
    'git stash pop',
    'git branch -d old',
    'echo git stash drop',
  ],
  checkCommand(command) {
    if (command.name !== 'git') return undefined
    const [subcommand = '', ...args] = gitSubcommand(command.args)
    if (hasLong(args, 'help')) return undefined
    const what = isCleaning(command) ? 'files git does not know' : discards(subcommand, args)
    return what ? { message: `'${describeCommand(command)}' throws away ${what}` } : undefined
  },
}

export const gitHistoryLoss: Rule = {
  id: 'git-history-loss',
  risk: 'warning',
  summary: 'Rewrites or deletes history, locally or on a remote',
  why: 'What the reflog would have brought back is gone, or a branch of the remote is.',
  tags: ['ASI02', 'T1070'],
  fires: [
    'git reflog expire --expire=now --all',
    'git gc --prune=now',
    'git push origin --delete x',
    'git push origin :x',
    'git push --mirror',
    'git filter-branch -f HEAD',
    'git update-ref -d refs/heads/x',
  ],
  silent: [
    'git reflog',
    'git gc',
    'git push origin x',
    'git push -n origin :x',
    'git push origin a:b',
    'git rebase main',
  ],
  checkCommand(command) {
    if (command.name !== 'git') return undefined
    const [subcommand, ...args] = gitSubcommand(command.args)
    const operands = operandsOnly(args)
    const losing =
      (subcommand === 'reflog' &&
        /^(?:expire|delete)$/.test(operands[0] ?? '') &&
        !isDryRun(args)) ||
      (subcommand === 'gc' && args.some((arg) => /^--prune=(?:now|all)/.test(arg))) ||
      (subcommand === 'prune' && !isDryRun(args)) ||
      subcommand === 'filter-branch' ||
      subcommand === 'filter-repo' ||
      (subcommand === 'update-ref' && hasShort(args, 'd')) ||
      (subcommand === 'push' &&
        !isDryRun(args) &&
        (hasShort(args, 'd') ||
          hasLong(args, 'delete', 2) ||
          hasLong(args, 'mirror', 1) ||
          hasLong(args, 'prune', 3) ||
          operands.some((ref) => /^:./.test(ref))))
    return losing
      ? { message: `'${describeCommand(command)}' rewrites or deletes history` }
      : undefined
  },
}

export const skippedChecks: Rule = {
  id: 'skipped-checks',
  risk: 'info',
  summary: 'Goes round the checks of a repository',
  why: 'Hooks that would have refused the commit do not run.',
  tags: ['ASI02'],
  fires: [
    'git commit --no-verify -m x',
    'git commit -nm x',
    'git push --no-verify',
    'HUSKY=0 git commit -m x',
    'git -c core.hooksPath=/dev/null commit -m x',
  ],
  silent: [
    'git commit -m "--no-verify"',
    'git commit -m x',
    'git push -n',
    'git log -n 5',
    'git merge -n x',
  ],
  checkCommand(command) {
    if (command.name !== 'git') return undefined
    const [subcommand = '', ...args] = gitSubcommand(command.args)
    if (!/^(?:commit|push|merge|am|rebase|cherry-pick)$/.test(subcommand)) return undefined
    const plain = args.filter((_, index) => !/^(?:-m|--message)$/.test(args[index - 1] ?? ''))
    const skips =
      hasLong(plain, 'no-verify', subcommand === 'push' ? 7 : 4) ||
      (subcommand === 'commit' && hasShort(plain, 'n')) ||
      /^(?:0|false)$/.test(command.assignments.get('HUSKY') ?? '') ||
      /^(?:[~/].*|)$/.test(command.settings.get('core.hookspath') ?? '.')
    return skips ? { message: `'${describeCommand(command)}' skips the hooks` } : undefined
  },
}
