/** The head of a file's diff: how it changed, its name, how much, and what is masked in it. */
import type { PatchAnswer } from '../../../api/change-routes.ts'
import { isUnveiled } from '../../state/diff.ts'
import { CHANGE_SIGNS } from '../change-signs.ts'
import { RecordedText } from '../recorded-text.tsx'
import type { FileDiffProps } from './file-diff-props.ts'

interface FileHeadProps extends FileDiffProps {
  isOpen: boolean
  onToggle(): void
  patch?: PatchAnswer | undefined
  hasContext?: boolean
  onContext?(): void
}

export function FileHead(props: FileHeadProps) {
  const { name, change, notes = [], isOpen, onToggle, patch, hasContext, onContext } = props
  const [sign, look] = CHANGE_SIGNS[change]
  const isPartial = change === 'modified' || change === 'renamed' || change === 'copied'
  const secrets = patch?.secrets.count ?? 0
  return (
    <header class="file-head">
      <span class={look}>{sign}</span>
      <button type="button" class="file-name" aria-expanded={isOpen} onClick={onToggle}>
        <RecordedText class="path-text" text={name} />
      </button>
      {secrets > 0 && (
        <button
          type="button"
          class="dim"
          aria-pressed={isUnveiled.value}
          onClick={() => {
            isUnveiled.value = !isUnveiled.value
          }}
        >
          {maskedText(patch!)} <kbd>V</kbd>
        </button>
      )}
      {notes.map((note) => (
        <RecordedText key={note} class="dim" text={note} />
      ))}
      <LineCounts {...props} />
      {onContext && isPartial && patch?.state === 'text' && (
        <button type="button" class="faint" aria-pressed={hasContext} onClick={onContext}>
          {hasContext ? 'changes' : 'whole file'}
        </button>
      )}
    </header>
  )
}

function maskedText({ secrets: { count, rules } }: PatchAnswer): string {
  const values = `${count} ${count === 1 ? 'value' : 'values'}`
  if (isUnveiled.value) return `${values} shown`
  return rules.length > 1 ? `${rules.length} rules · ${values} masked` : `${values} masked`
}

function LineCounts({ patch, added, removed }: FileHeadProps) {
  const isText = patch?.state === 'text'
  const plus = isText ? patch.added_lines : (added ?? 0)
  const minus = isText ? patch.removed_lines : (removed ?? 0)
  return (
    <span class="line-counts">
      {plus > 0 && <span class="added">+{plus}</span>}
      {minus > 0 && <span class="removed">−{minus}</span>}
    </span>
  )
}
