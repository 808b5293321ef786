import { afterEach, expect, test } from 'vitest'
import { listenForInterrupts } from '../../../src/cli/framework/interrupts.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const before = new Map(SIGNALS.map((name) => [name, process.listeners(name)]))

afterEach(() => {
  for (const name of SIGNALS) {
    for (const listener of process.listeners(name)) {
      if (!before.get(name)!.includes(listener)) process.removeListener(name, listener)
    }
  }
})

function listening(isPaging = false) {
  const left: number[] = []
  const controller = listenForInterrupts({
    leave: (code) => left.push(code),
    isPaging: () => isPaging,
  })
  return { left, signal: controller.signal, send: (name: NodeJS.Signals) => process.emit(name) }
}

test.each(SIGNALS)('the first %s asks for an end, the second makes it', (name) => {
  const { left, signal, send } = listening()
  expect(signal.aborted).toBe(false)
  send(name)
  expect([signal.aborted, left]).toEqual([true, []])
  send(name)
  expect(left).toEqual([130])
})

test('while the pager has the terminal, Ctrl-C is left to it, but SIGTERM is not', () => {
  const { left, send } = listening(true)
  send('SIGINT')
  send('SIGINT')
  expect(left).toEqual([])
  send('SIGTERM')
  expect(left).toEqual([130])
})
