/** Opens the recorder in this process, with a home of its own, as the daemon would have it. */
import { compileFilter } from '../../src/model/filter.ts'
import { openRecorder, type Recorder } from '../../src/record/snapshot/recorder.ts'
import { homeAt, prepareHome } from '../../src/store/home/home.ts'
import { ensureShadowRepo } from '../../src/store/home/shadow-repos.ts'

const MAX_FILE_SIZE_BYTES = 100 << 20

/** Nothing is left out, so that what is recorded is what git or a peer records. */
export async function recordFolder(root: string, path: string): Promise<Recorder> {
  const home = homeAt(path)
  prepareHome(home)
  const repo = ensureShadowRepo(home, root)
  const filter = compileFilter({ include: [], exclude: [] })
  return await openRecorder({ repo, filter, maxFileSizeBytes: MAX_FILE_SIZE_BYTES })
}
