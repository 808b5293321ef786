import { useEffect } from 'preact/hooks'
import { bindKeys, type KeyBinding, type KeyLevel } from './press.ts'

/** Binds keys as long as the component is shown. `bindings` should be the same array between renders. */
export function useKeys(level: KeyLevel, bindings: readonly KeyBinding[], isOn = true): void {
  useEffect(() => (isOn ? bindKeys(level, bindings) : undefined), [level, bindings, isOn])
}
