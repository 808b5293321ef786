/** Light, dark, or as the system has it: kept in this browser. */
import { signal } from '@preact/signals'
import { readSetting, writeSetting } from '../browser/settings.ts'
import { setTheme } from '../browser/theme.ts'

export const THEMES = ['auto', 'light', 'dark'] as const

type ThemeChoice = (typeof THEMES)[number]

export const theme = signal<ThemeChoice>('auto')

/** Puts on what was chosen last; to be called before anything is drawn. */
export function beginTheme(): void {
  chooseTheme(THEMES.find((one) => one === readSetting('theme')) ?? 'auto')
}

export function chooseTheme(chosen: ThemeChoice): void {
  theme.value = chosen
  setTheme(chosen === 'auto' ? undefined : chosen)
  writeSetting('theme', chosen)
}

function nextTheme(): void {
  chooseTheme(THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!)
}

const NAMES: Readonly<Record<ThemeChoice, string>> = {
  auto: 'as the system',
  light: 'light',
  dark: 'dark',
}

/** The filled half is the one that is put on; both halves with a dot between them are the system's. */
export function ThemeSwitch() {
  const name = `Colours: ${NAMES[theme.value]}`
  return (
    <button type="button" class="icon" aria-label={name} title={name} onClick={nextTheme}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" />
        {theme.value === 'auto' && <path d="M7 1.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />}
        {theme.value === 'dark' && <circle cx="7" cy="7" r="5.5" fill="currentColor" />}
      </svg>
    </button>
  )
}
