/** Rules about rights that are taken or given away. */
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand } from '../shell/command.ts'
import { hasLong, operandsOnly } from '../shell/flags.ts'

const ELEVATORS = new Set(['sudo', 'sudoedit', 'doas', 'pkexec', 'run0', 'gsudo'])

export const dangerousSudo: Rule = {
  id: 'dangerous-sudo',
  risk: 'warning',
  summary: 'Runs something with the rights of another user (`sudo`)',
  why: 'What it does is not held back by the rights of the user, and may be beyond what flightrec can see.',
  tags: ['ASI03', 'T1548.003'],
  fires: [
    'sudo apt-get install jq',
    'cd x && sudo -u www-data ls',
    'echo x | sudo tee /etc/hosts',
    'doas ls',
  ],
  silent: [
    'grep -r "sudo" .',
    'echo sudo',
    'sudo --version',
    'visudoku',
    'man sudo',
    'git commit -m "sudo ls"',
  ],
  checkCommand(command) {
    const { name, args } = command
    const isAsked = args.length === 1 && /^(?:--version|-V|--help|-h)$/.test(args[0]!)
    if (!ELEVATORS.has(name) || isAsked) return undefined
    return { message: `'${describeCommand(command)}' runs with the rights of another user` }
  },
}

/** Whether a mode lets everybody read, write and execute. */
function opensToAll(mode: string): boolean {
  if (/^0?o?[0-7]{1,5}$/.test(mode)) return /777$/.test(mode)
  const granted = new Map<string, Set<string>>()
  for (const clause of mode.split(',')) {
    const found = /^([ugoa]*)((?:[+=-][rwxXst]*)+)$/.exec(clause)
    if (!found) return false
    // Without a name the umask holds back the right to write.
    const who = found[1] === '' ? '' : found[1]!.includes('a') ? 'ugo' : found[1]!
    for (const [, sign, rights] of found[2]!.matchAll(/([+=-])([rwxXst]*)/g)) {
      for (const name of who) {
        const before = sign === '=' ? new Set<string>() : (granted.get(name) ?? new Set<string>())
        for (const right of rights!) sign === '-' ? before.delete(right) : before.add(right)
        granted.set(name, before)
      }
    }
  }
  return [...'ugo'].every((who) => [...'rwx'].every((right) => granted.get(who)?.has(right)))
}

function modeGiven({ name, args }: ShellCommand): string | undefined {
  if (name === 'chmod') return args.find((arg) => !/^-(?!w|r|x)[A-Za-z]+$|^--/.test(arg))
  if (name !== 'mkdir' && name !== 'install' && name !== 'mkfifo') return undefined
  const at = args.findIndex((arg) => /^-[a-zA-Z]*m$|^--mode$/.test(arg))
  const attached = args.find((arg) => /^-m.|^--mode=/.test(arg))
  return at >= 0 ? args[at + 1] : attached?.replace(/^-m|^--mode=/, '')
}

export const dangerousChmod777: Rule = {
  id: 'dangerous-chmod-777',
  risk: 'danger',
  summary: 'Lets every user read, write and execute (`chmod 777`)',
  why: 'Any account and any service on the machine can then change the file, or put code in the folder.',
  tags: ['ASI03', 'T1222.002'],
  fires: [
    'chmod 777 x',
    'chmod -R 0777 .',
    'chmod a+rwx x',
    'chmod ugo=rwx x',
    'chmod u+rwx,g+rwx,o+rwx x',
    'find . -exec chmod 4777 {} \\;',
    'mkdir -m 777 x',
    `python3 -c "import os; os.chmod('x', 0o777)"`,
    { type: 'FILE_CHMOD', paths: ['x'], mode: '100777' },
  ],
  silent: [
    'chmod 0644 x',
    'chmod +x x',
    'chmod 755 777',
    'echo chmod 777',
    'chmod u+rwx x',
    'chmod a+rx x',
    { type: 'FILE_CHMOD', paths: ['777'], mode: '0644' },
  ],
  checkCommand(command) {
    const mode = modeGiven(command)
    if (mode === undefined || !opensToAll(mode)) return undefined
    if (hasLong(command.args, 'help', 1)) return undefined
    const paths = operandsOnly(command.args).filter((operand) => operand !== mode)
    return { message: `'${describeCommand(command)}' lets every user write`, paths }
  },
  check({ type, mode, paths = [] }) {
    const isOpen = type === 'FILE_CHMOD' && mode !== undefined && /777$/.test(mode)
    return isOpen ? { message: `mode ${mode} lets every user write`, paths } : undefined
  },
}
