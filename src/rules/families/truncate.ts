/** Rule about files that are emptied without being deleted. */
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand } from '../shell/command.ts'
import { hasShort, operandsOnly } from '../shell/flags.ts'
import { literalOutput } from '../shell/literal-output.ts'

/** Where nothing is lost: devices, descriptors. */
const HARMLESS = /^(?:\/dev\/|&|\/proc\/self\/fd\/)/

function overwritten({ redirects }: ShellCommand): string[] {
  return redirects.flatMap(({ direction, target }) =>
    direction === 'write' && !HARMLESS.test(target) ? [target] : [],
  )
}

function printsNothing(command: ShellCommand): boolean {
  const { name, args } = command
  if (name === '' || name === ':' || name === 'true') return true
  if (/^(?:cat|cp|install)$/.test(name)) return operandsOnly(args)[0] === '/dev/null'
  if (name === 'dd') return args.includes('if=/dev/null')
  return (name === 'echo' || name === 'printf') && literalOutput(command) === ''
}

/** Paths a command reads, of which a redirect to the same file leaves nothing to read. */
function readBefore(command: ShellCommand): ReadonlySet<string> {
  const stages = [...command.upstream, command]
  const paths = stages.flatMap(({ name, args, redirects }) => [
    ...(/^(?:echo|printf|tee)$/.test(name) ? [] : operandsOnly(args)),
    ...redirects.flatMap(({ direction, target }) => (direction === 'read' ? [target] : [])),
  ])
  return new Set(paths)
}

export const truncatedFile: Rule = {
  id: 'truncated-file',
  risk: 'warning',
  summary: 'Empties a file',
  why: 'The shell empties the file behind `>` before the command runs; `sort x > x` leaves nothing.',
  tags: ['ASI02', 'T1485'],
  fires: [
    '> notes.txt',
    ': > app.log',
    'cat /dev/null > x',
    'truncate -s 0 x',
    'sort data.csv > data.csv',
    'grep -v a x | sort > x',
    'echo -n > x',
    'cp /dev/null x',
    'dd if=/dev/null of=x',
  ],
  silent: [
    'echo a > x',
    'ls > /dev/null 2>&1',
    'sort a > b',
    ': >> x',
    'truncate -s 10M disk.img',
    'echo "> x"',
    'sort -o x x',
  ],
  checkCommand(command) {
    const { name, args } = command
    const targets = overwritten(command)
    const message = `'${describeCommand(command).trim() || `> ${targets[0]}`}' empties a file`
    const size =
      name === 'truncate' &&
      args.some(
        (arg, index) =>
          /^(?:-s|--size=?)?0$/.test(arg) || (arg === '0' && args[index - 1] === '-s'),
      )
    if (size) return { message, paths: operandsOnly(args).filter((arg) => arg !== '0') }
    if (/^(?:cp|install|dd)$/.test(name) && printsNothing(command) && !hasShort(args, 'n'))
      return { message, paths: args.slice(-1).map((arg) => arg.replace(/^of=/, '')) }
    const read = targets.length > 0 ? readBefore(command) : new Set()
    const lost = printsNothing(command)
      ? // A redirect alone may belong to a loop or a group that does print.
        name === '' && command.upstream.length > 0
        ? []
        : targets
      : targets.filter((target) => read.has(target))
    return lost.length > 0 ? { message, paths: lost } : undefined
  },
}
