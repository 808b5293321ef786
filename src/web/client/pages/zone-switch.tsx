/** The zone in which times are shown: that of the browser, or UTC. */
import { readSetting, writeSetting } from '../browser/settings.ts'
import { clockMs } from '../state/live.ts'
import { isUtc, zoneText } from '../state/time-text.ts'

export function beginZone(): void {
  isUtc.value = readSetting('zone') === 'utc'
}

export function turnZone(): void {
  isUtc.value = !isUtc.value
  writeSetting('zone', isUtc.value ? 'utc' : 'local')
}

export function ZoneSwitch() {
  return (
    <button type="button" title="Local times or UTC" onClick={turnZone}>
      times in {zoneText(clockMs.value)}
    </button>
  )
}
