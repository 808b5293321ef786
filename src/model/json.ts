/** Returns the value a JSON text holds; undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Nothing more is to be known: whoever asks says what it was meant to be.
    return undefined
  }
}
