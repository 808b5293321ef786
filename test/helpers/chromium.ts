/** The system's Chromium, without anything of the user's. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const executablePath = PROGRAMS.flatMap((name) =>
  ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'].map((at) => `${at}/${name}`),
).find((path) => existsSync(path))

/** Whether this machine has a browser. */
export const hasBrowser = executablePath !== undefined

export function launchChromium(): Promise<Browser> {
  // Its sandbox needs what containers do not give to root.
  return chromium.launch({ executablePath: executablePath!, chromiumSandbox: false })
}
