/**
 * The order in which notices of the file system come. On Linux one queue of the kernel feeds all watches of a
 * process, so this is the order of what happened, however late the notices are read.
 */
let last = 0

/** Returns the place of a notice that is being read. */
export function nextNotice(): number {
  last += 1
  return last
}
