import { showText } from '../../model/show.ts'
import { userHome } from '../../system/environment.ts'

/** Shows a path with the user's home folder as `~`. */
export function showHomely(path: string): string {
  const home = userHome()
  return showText(path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path)
}
