/** Returns the words of a command as they are recorded; what a word is may show in the one before: `--token abc`. */
export function redactCommand(
  redact: (text: string) => string,
  command: readonly string[],
): string[] {
  return command.map((word, at) => {
    const alone = redact(word)
    const before = at > 0 ? `${command[at - 1]} ` : ''
    const together = redact(`${before}${word}`)
    if (alone !== word || !before.startsWith('-') || !together.startsWith(before)) return alone
    return together.slice(before.length)
  })
}
