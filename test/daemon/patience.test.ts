import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { outOfPatience } from '../../src/daemon/patience.ts'

const LOOK_MS = 1_000

async function started(script: string) {
  const child = spawn(process.execPath, ['-e', `console.log('up');${script}`])
  await once(child.stdout, 'data')
  return child
}

test('a daemon that works without answering is waited for, which is told once; one that was stopped then is not', async () => {
  const child = await started('for(;;);')
  const told: number[] = []
  const onBusy = (pid: number) => {
    told.push(pid)
    child.kill('SIGSTOP')
  }
  try {
    await outOfPatience(child.pid, { onBusy }, LOOK_MS)
    expect(told).toEqual([child.pid])
  } finally {
    child.kill('SIGKILL')
  }
})

test('nobody is told to wait for a daemon that was stopped, or whose process nobody knows', async () => {
  const child = await started('for(;;);')
  child.kill('SIGSTOP')
  const told: number[] = []
  const onBusy = (pid: number) => told.push(pid)
  try {
    // It may get to work a little more before the signal reaches it.
    await outOfPatience(child.pid, {}, LOOK_MS)
    await outOfPatience(child.pid, { onBusy }, LOOK_MS)
    await outOfPatience(undefined, { onBusy }, LOOK_MS)
    expect(told).toEqual([])
  } finally {
    child.kill('SIGKILL')
  }
})

test('Ctrl-C ends the waiting for a daemon at once', async () => {
  const child = await started('for(;;);')
  const stop = new AbortController()
  try {
    const onBusy = () => stop.abort()
    await outOfPatience(child.pid, { signal: stop.signal, onBusy }, LOOK_MS)
    expect(stop.signal.aborted).toBe(true)
  } finally {
    child.kill('SIGKILL')
  }
})
