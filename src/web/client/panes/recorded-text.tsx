/** What was recorded, as text and nothing else: set apart from what stands around it, control characters as signs. */
import { UNSAFE_CHARACTERS } from '../../../model/unsafe-characters.ts'

interface RecordedTextProps {
  text: string
  class?: string | undefined
  /** Keeps line ends and tabs. */
  isBlock?: boolean
}

export function RecordedText({ text, class: name, isBlock = false }: RecordedTextProps) {
  return <bdi class={name}>{withSigns(text, isBlock)}</bdi>
}

/** Returns text with signs for what cannot be seen: `␛`, `␀`, `‹U+202E›`. */
export function withSigns(text: string, isBlock = false): string {
  return text.replace(UNSAFE_CHARACTERS, (character) => {
    const code = character.codePointAt(0)!
    if (isBlock && (code === 0x0a || code === 0x09)) return character
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    if (code === 0x7f) return '␡'
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`
  })
}
