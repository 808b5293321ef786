/** Reads the arguments of git up to its subcommand. */

const VALUE_OPTIONS =
  /^(?:-C|-c|--git-dir|--work-tree|--namespace|--exec-path|--super-prefix|--config-env)$/

/** Returns the subcommand and what follows it, without git's own options. */
export function gitSubcommand<Arg extends string | { text: string }>(
  args: readonly Arg[],
): readonly Arg[] {
  let at = 0
  for (; at < args.length; at += 1) {
    const text = textOf(args[at]!)
    if (!text.startsWith('-')) break
    if (VALUE_OPTIONS.test(text)) at += 1
  }
  return args.slice(at)
}

/** Returns the values of `-c name=value` that define an alias run by a shell: `-c alias.x='!rm -rf y'`. */
export function gitShellAliases<Arg extends { text: string }>(
  args: readonly Arg[],
): Map<string, string> {
  const aliases = new Map<string, string>()
  args.forEach((arg, index) => {
    const found = args[index - 1]?.text === '-c' && /^alias\.([\w-]+)=!(.*)$/s.exec(arg.text)
    if (found) aliases.set(found[1]!, found[2]!)
  })
  return aliases
}

function textOf(arg: string | { text: string }): string {
  return typeof arg === 'string' ? arg : arg.text
}
