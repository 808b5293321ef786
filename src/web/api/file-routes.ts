/** What may be asked of one file, of a folder, and of the files that changed while a session worked. */
import type { answerFileLife, answerFileLines } from '../../review/answers/file-life.ts'
import type { folderJson } from '../../review/json/folder.ts'
import type { sessionFilesJson } from '../../review/json/session-files.ts'
import { reads } from './route.ts'

interface AskedPath extends Record<string, string | undefined> {
  root: string
  /** Its address, as answers have it. */
  file: string
}

const FILE = {
  root: 'The name of a repo, or the path of its root',
  file: 'The address of the path',
}

export const FILE_ROUTES = {
  fileLife: reads<
    AskedPath & { skip?: string; count?: string },
    Awaited<ReturnType<typeof answerFileLife>>
  >(
    '/api/roots/:root/file',
    'The versions of one file, back through its renames: one `file-life`.',
    {
      ...FILE,
      skip: 'How many of the newest are left out; 0 unless given',
      count: 'How many are told of; 100 unless given, which is the most',
    },
  ),
  fileLines: reads<
    AskedPath & { at: string; from?: string },
    Awaited<ReturnType<typeof answerFileLines>>
  >(
    '/api/roots/:root/file/lines',
    'Who wrote each line of a file, and who removed those of an older version: one `file-lines`.',
    {
      ...FILE,
      at: 'The snapshot whose file it is',
      from: 'An older snapshot, whose lines are followed from there',
    },
  ),
  /** Bytes, not JSON. */
  fileContent: reads<AskedPath & { at: string; as?: string }, Response>(
    '/api/roots/:root/file/content',
    'The bytes of a file, to be kept; with `as=image` those of a picture, to be shown.',
    { ...FILE, at: 'A snapshot', as: '`image`: only PNG, JPEG, GIF, WebP, AVIF, BMP and ICO' },
  ),
  folder: reads<AskedPath & { at: string; start?: string }, Awaited<ReturnType<typeof folderJson>>>(
    '/api/roots/:root/folder',
    'What a snapshot holds of a folder, up to 2,000 entries: one `folder`.',
    { ...FILE, at: 'A snapshot', start: 'How many entries to leave out; 0 unless given' },
  ),
  sessionFiles: reads<{ session: string }, ReturnType<typeof sessionFilesJson>>(
    '/api/sessions/:session/files',
    'The files that changed while a session worked, with all their versions: one `session-files`.',
    { session: 'As on the command line: an id, or the only beginning of one' },
  ),
} as const
