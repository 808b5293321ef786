/** The terminal and the files of the moment. */
export function MomentPane() {
  return null
}
