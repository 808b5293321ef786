/** What this browser keeps of the page. */
import { hasSingleKeys } from '../../keys/press.ts'
import { isUtc } from '../../state/time-text.ts'
import { chooseSingleKeys } from '../single-keys.ts'
import { chooseTheme, THEMES, theme } from '../theme-switch.tsx'
import { chooseZone } from '../zone-switch.tsx'

export function BrowserSettings() {
  return (
    <section class="plain-facts">
      <h2 class="caption">This browser</h2>
      <dl>
        <Choice name="Colours" options={THEMES} chosen={theme.value} onChoose={chooseTheme} />
        <Choice
          name="Times"
          options={['local', 'UTC']}
          chosen={isUtc.value ? 'UTC' : 'local'}
          onChoose={(zone) => chooseZone(zone === 'UTC')}
        />
        <Choice
          name="Keys without Ctrl"
          options={['on', 'off']}
          chosen={hasSingleKeys.value ? 'on' : 'off'}
          onChoose={(choice) => chooseSingleKeys(choice === 'on')}
        />
      </dl>
    </section>
  )
}

interface ChoiceProps<Option extends string> {
  name: string
  options: readonly Option[]
  chosen: Option
  onChoose(option: Option): void
}

function Choice<Option extends string>({ name, options, chosen, onChoose }: ChoiceProps<Option>) {
  return (
    <div>
      <dt class="faint">{name}</dt>
      <dd class="choice">
        {options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              aria-label={`${name}: ${option}`}
              checked={option === chosen}
              onChange={() => onChoose(option)}
            />
            <span>{option}</span>
          </label>
        ))}
      </dd>
    </div>
  )
}
