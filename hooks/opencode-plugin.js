// flightrec: passes what OpenCode does to flightrec-hook. Nothing here may throw: that would stop a tool.
import { spawn } from 'node:child_process'

const HOOK = '@HOOK@'
const EVENTS = /^(?:session\.(?:created|deleted|idle|error|compacted)|permission\.)/
// A tool waits for its beginning to be told, else what it does may be seen before; but not for long.
const WAIT_MS = 250
const PARTS = ['reasoning', 'text', 'step-finish']

export const Flightrec = async ({ directory }) => {
  const pass = (hook, fields) => {
    try {
      // First, since it may fail: a hook whose input is never closed would wait for ever.
      const payload = JSON.stringify({
        agent: 'opencode',
        hook,
        directory,
        time: Date.now(),
        ...fields,
      })
      const child = spawn(HOOK, ['opencode'], { stdio: ['pipe', 'ignore', 'ignore'] })
      child.stdin.on('error', () => {})
      child.stdin.end(payload)
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, WAIT_MS)
        const end = () => {
          clearTimeout(timer)
          resolve()
        }
        child.on('error', end)
        child.on('exit', end)
      })
    } catch {
      // OpenCode goes on.
    }
  }
  return {
    event: async ({ event }) => {
      const part = event?.properties?.part
      const isPart = event?.type === 'message.part.updated' && PARTS.includes(part?.type)
      const isWhole = isPart && (part.type === 'step-finish' || part.time?.end !== undefined)
      // A tool that fails or is refused has no `tool.execute.after`.
      const isFailure = part?.type === 'tool' && part.state?.status === 'error'
      if (isWhole || isFailure || EVENTS.test(event?.type ?? '')) pass('event', { event })
    },
    'chat.message': async (input, output) => {
      pass('chat.message', { sessionID: input?.sessionID, parts: output?.parts })
    },
    'tool.execute.before': async (input, output) => {
      await pass('tool.execute.before', { ...input, args: output?.args })
    },
    'tool.execute.after': async (input, output) => {
      const { title, output: text, metadata } = output ?? {}
      pass('tool.execute.after', { ...input, title, output: text, metadata })
    },
  }
}
