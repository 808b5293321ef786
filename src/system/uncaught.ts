/** Errors that nobody caught go to whoever asked for them last. */
type Handler = (error: unknown) => void

const handlers: Handler[] = []

/** From now on such errors do not end the process, but are given to `handler`; returns what ends that. */
export function onUncaught(handler: Handler): () => void {
  if (handlers.length === 0) process.on('uncaughtException', (error) => handlers.at(-1)?.(error))
  handlers.push(handler)
  return () => {
    handlers.splice(handlers.indexOf(handler), 1)
  }
}
