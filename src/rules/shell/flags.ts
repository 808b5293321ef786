/** Finds options in arguments the way GNU's getopt reads them: clusters, abbreviations, `--` ends them. */

/** Returns the arguments before `--`. */
function beforeDashes(args: readonly string[]): readonly string[] {
  const dashes = args.indexOf('--')
  return dashes < 0 ? args : args.slice(0, dashes)
}

/** Whether one of the letters of `shorts` is set, alone or in a cluster such as `-xdf`. */
export function hasShort(args: readonly string[], shorts: string): boolean {
  return beforeDashes(args).some(
    (arg) => /^-[A-Za-z0-9]+$/.test(arg) && [...shorts].some((letter) => arg.includes(letter, 1)),
  )
}

/** Whether `--long` is set, also abbreviated down to `lettersMin`; one given a value does not count. */
export function hasLong(args: readonly string[], long: string, lettersMin = long.length): boolean {
  return beforeDashes(args).some(
    (arg) => arg.startsWith('--') && arg.length - 2 >= lettersMin && long.startsWith(arg.slice(2)),
  )
}

/** Returns the arguments that are no options. */
export function operandsOnly(args: readonly string[]): string[] {
  const dashes = args.indexOf('--')
  const before = beforeDashes(args).filter((arg) => !/^-./.test(arg))
  return dashes < 0 ? before : [...before, ...args.slice(dashes + 1)]
}

/** Whether a command is only asked what it is, or what it would do. */
export function isHarmlessRun(args: readonly string[]): boolean {
  // Behind a subcommand, `--version` may be an option of its own that takes a value.
  if (args[0] === '--version') return true
  return beforeDashes(args).some(
    (arg) => /^--(?:help|dry-?run(?:=.*)?|whatif|plan)$/.test(arg) && arg !== '--dry-run=none',
  )
}

/** Returns whether the words begin with those of `text`, options aside: `s3 rm` of `aws --region x s3 rm`. */
export function startsWithWords(args: readonly string[], text: string): boolean {
  const wanted = text.split(' ')
  const words = operandsOnly(args)
  return wanted.every((word, index) => words[index] === word)
}
