/** How a check can be followed, and stopped. */
export interface VerifyOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((stage: string, done: number, total: number) => void) | undefined
}
