/**
 * The order in which notices of the file system come. On Linux one queue of the kernel feeds all watches of a
 * process, so this is the order of what happened, however late the notices are read.
 */
let last = 0

export function nextNotice(): number {
  last += 1
  return last
}
