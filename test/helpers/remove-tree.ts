import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs'

/** Removes a folder with all in it, also where a test took its own rights away. */
export function removeTree(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // An ordinary user cannot empty a folder without write permission: give it back first.
    openUp(Buffer.from(path))
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  }
}

function openUp(folder: Buffer): void {
  chmodSync(folder, 0o700)
  for (const name of readdirSync(folder, { encoding: 'buffer' })) {
    const path = Buffer.concat([folder, Buffer.from('/'), name])
    if (lstatSync(path).isDirectory()) openUp(path)
  }
}
