/** Returns whether the browser let it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Not allowed, or the page has no focus: it stands there to be copied by hand.
    return false
  }
}
