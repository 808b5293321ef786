/** The box of a filter: what does not count is underlined, and what could stand there is offered. */
import { useRef, useState } from 'preact/hooks'
import { parseQuery, STILL_TO_COME } from '../../../../model/query.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { type Completion, completed, completionsAt } from '../../state/query-completion.ts'

export interface FilterBoxProps {
  value: string
  keys: readonly string[]
  /** How many have each value of a key. */
  valuesOf(key: string): ReadonlyMap<string, number>
  onChange(value: string): void
  placeholder?: string | undefined
}

export function FilterBox({ value, keys, valuesOf, onChange, placeholder }: FilterBoxProps) {
  const input = useRef<HTMLInputElement>(null)
  const [offered, setOffered] = useState<readonly Completion[]>([])
  const [chosen, setChosen] = useState(0)
  const bindings = useRef([
    { keys: ['f', '/'], does: 'filter', isAtFoot: true, run: () => input.current?.focus() },
  ])
  useKeys('page', bindings.current)
  const offer = (text: string, caret: number) => {
    setOffered(completionsAt(text, caret, keys, valuesOf))
    setChosen(0)
  }
  const take = (one: Completion) => {
    const { text, caret } = completed(value, one)
    onChange(text)
    offer(text, caret)
    requestCaret(input.current, caret)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const one = offered[chosen]
    if (event.key === 'ArrowDown' && one) setChosen((chosen + 1) % offered.length)
    else if (event.key === 'ArrowUp' && one)
      setChosen((chosen + offered.length - 1) % offered.length)
    else if (event.key === 'Tab' && one && !event.shiftKey) take(one)
    else if (event.key === 'Enter' || event.key === 'Escape') {
      if (event.key === 'Escape' && offered.length > 0) setOffered([])
      else input.current?.blur()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div class="filter-box">
      <FilterShown text={value} keys={keys} />
      <input
        ref={input}
        class="filter-text mono"
        type="text"
        role="combobox"
        aria-label="Filter"
        aria-expanded={offered.length > 0}
        aria-controls="filter-offers"
        aria-autocomplete="list"
        aria-activedescendant={offered.length > 0 ? `filter-offer-${chosen}` : undefined}
        placeholder={placeholder ?? `${keys.slice(0, 7).join(': ')}: "words"`}
        spellcheck={false}
        autocomplete="off"
        value={value}
        onInput={({ currentTarget }) => {
          onChange(currentTarget.value)
          offer(currentTarget.value, currentTarget.selectionStart ?? 0)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOffered([])}
      />
      <Offers offered={offered} chosen={chosen} onTake={take} />
    </div>
  )
}

interface OffersProps {
  offered: readonly Completion[]
  chosen: number
  onTake(one: Completion): void
}

function Offers({ offered, chosen, onTake }: OffersProps) {
  return (
    <div
      id="filter-offers"
      class="filter-offers"
      role="listbox"
      aria-label="Completions"
      hidden={offered.length === 0}
    >
      {offered.map((one, at) => (
        <div
          key={one.text}
          id={`filter-offer-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(one)
          }}
        >
          <bdi class="mono">{one.text}</bdi>
          <span class="faint small">{one.count}</span>
        </div>
      ))}
    </div>
  )
}

/** The same text below the box's own, which is see-through: with a line under what does not count. */
function FilterShown({ text, keys }: { text: string; keys: readonly string[] }) {
  const terms = parseQuery(text, keys)
  let at = 0
  const pieces = terms.flatMap(({ from, to, problem }) => {
    const before = text.slice(at, from)
    at = to
    const piece = text.slice(from, to)
    return [
      before,
      !isWrong(problem) ? (
        piece
      ) : (
        <span key={from} class="filter-wrong">
          {piece}
        </span>
      ),
    ]
  })
  const wrong = terms.find(({ problem }) => isWrong(problem))
  return (
    <>
      <div class="filter-shown mono" aria-hidden="true">
        {pieces}
        {text.slice(at)}
      </div>
      <span class="filter-problem faint" role="status">
        {wrong?.problem}
      </span>
    </>
  )
}

/** What is being typed is not wrong yet. */
function isWrong(problem: string | undefined): boolean {
  return problem !== undefined && problem !== STILL_TO_COME
}

/** The caret can only be set once the new text stands there. */
function requestCaret(input: HTMLInputElement | null, caret: number): void {
  queueMicrotask(() => input?.setSelectionRange(caret, caret))
}
