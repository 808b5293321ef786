import type { ListedRoot } from '../../../api/timeline.ts'
import { withSigns } from '../../panes/recorded-text.tsx'

interface RootChooserProps {
  roots: readonly ListedRoot[]
  shown: string | undefined
  onChoose(name: string): void
}

/** Which root the page is about. */
export function RootChooser({ roots, shown, onChoose }: RootChooserProps) {
  return (
    <label class="root-chooser">
      <span class="unseen">Root</span>
      <select value={shown} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {roots.map(({ name, root, problem }) => (
          <option key={name} value={name} title={root}>
            {withSigns(name)}
            {problem === null ? '' : ', damaged'}
          </option>
        ))}
      </select>
    </label>
  )
}
