/** Whether keys without Ctrl do anything: kept in this browser, for those whom they disturb. */
import { readSetting, writeSetting } from '../browser/settings.ts'
import { hasSingleKeys } from '../keys/press.ts'

export function beginSingleKeys(): void {
  hasSingleKeys.value = readSetting('single-keys') !== 'off'
}

export function chooseSingleKeys(isOn: boolean): void {
  hasSingleKeys.value = isOn
  writeSetting('single-keys', isOn ? 'on' : 'off')
}
