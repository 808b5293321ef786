/** The zone in which times are shown: that of the browser, or UTC. */
import { readSetting, writeSetting } from '../browser/settings.ts'
import { clockMs } from '../state/live.ts'
import { isUtc, zoneText } from '../state/time-text.ts'

export function beginZone(): void {
  isUtc.value = readSetting('zone') === 'utc'
}

export function chooseZone(isInUtc: boolean): void {
  isUtc.value = isInUtc
  writeSetting('zone', isInUtc ? 'utc' : 'local')
}

export function ZoneSwitch() {
  return (
    <button type="button" title="Local times or UTC" onClick={() => chooseZone(!isUtc.value)}>
      times in {zoneText(clockMs.value)}
    </button>
  )
}
