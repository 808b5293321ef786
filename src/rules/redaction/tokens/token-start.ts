/** Where a token may begin: at the start of a word, or after an escape that ends in a letter or digit. */

/** Whether a token may begin at `position`; at `resume` one may, as a secret has ended there. */
export function startsToken(text: string, position: number, resume = -1): boolean {
  return (
    position === resume ||
    !isAlphanumeric(text.charCodeAt(position - 1)) ||
    followsEscape(text, position)
  )
}

/** Whether what stands right before `position` is the end of `\n`, `\u000a` or `%20`. */
export function followsEscape(text: string, position: number): boolean {
  const near = text.slice(Math.max(0, position - 14), position)
  return /\\(?:[nrtbf0]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|u001[bB]\[[0-9;]{0,6}m)$|%[0-9a-fA-F]{2}$/.test(
    near,
  )
}

/** Whether `position` lies within an escape: cutting there would leave a backslash with another meaning. */
export function splitsEscape(text: string, position: number): boolean {
  if (text[position - 1] !== '\\' || !/[nrtbfu"'\\/]/.test(text[position] ?? '')) return false
  let run = 1
  while (text[position - 1 - run] === '\\' && run < 64) run++
  return run % 2 === 1
}

function isAlphanumeric(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
}
