/** Signs for terminals that show only ASCII, or show ours two columns wide: one for one, so that no column moves. */
const SIGNS: Record<string, string> = {
  '▌': '>',
  '✖': 'X',
  '▲': '!',
  '⊘': '/',
  '▸': '>',
  '●': '*',
  '←': '<',
  '→': '>',
  '≤': '<',
  '×': 'x',
  '┄': '.',
  '━': '=',
  '─': '-',
  '┃': '|',
  '│': '|',
  '╷': "'",
  '▼': 'v',
  '‖': '"',
  '…': '>',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '┘': '+',
  '›': '>',
  '‹': '<',
  '–': '-',
  '·': ',',
}
const OURS = new RegExp(`[${Object.keys(SIGNS).join('')}]`, 'g')

export function withoutSigns(text: string): string {
  return text.replace(OURS, (sign) => SIGNS[sign]!)
}
