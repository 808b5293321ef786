/** Expands braces as bash does: `a{b,c}` becomes `ab` and `ac`. */

const ALTERNATIVES_MAX = 1_000
/** A longer expression stays as it is written. */
const CHARACTERS_MAX = 4_096
const GROUPS_MAX = 100

/** Returns the texts a brace expression such as `{a,{b,c}d}` stands for; itself when it is none. */
export function expandBraces(text: string): string[] {
  if (text.length > CHARACTERS_MAX || text.split('{').length > GROUPS_MAX) return [unquoted(text)]
  const open = text.indexOf('{')
  const close = open < 0 ? -1 : closingBrace(text, open)
  if (close < 0) return [unquoted(text)]
  const branches = branchesOf(text.slice(open + 1, close))
  if (branches.length < 2) return [unquoted(text)]
  const head = unquoted(text.slice(0, open))
  const tails = expandBraces(text.slice(close + 1))
  const middles = branches.flatMap(expandBraces)
  if (middles.length * tails.length > ALTERNATIVES_MAX) return [unquoted(text)]
  return middles.flatMap((middle) => tails.map((tail) => head + middle + tail))
}

function closingBrace(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    else if (text[at] === '}') {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}

function branchesOf(inside: string): string[] {
  const branches = ['']
  let depth = 0
  for (const character of inside) {
    if (character === ',' && depth === 0) branches.push('')
    else {
      if (character === '{') depth += 1
      if (character === '}') depth -= 1
      branches[branches.length - 1] += character
    }
  }
  return branches
}

function unquoted(text: string): string {
  return text.replace(/['"\\]/g, '')
}
