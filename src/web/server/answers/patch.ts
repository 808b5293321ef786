import { FlightrecError } from '../../../model/errors.ts'
import { RootSecrets } from '../../../record/secrets/root-secrets.ts'
import { answerPatch, type FileByName } from '../../../review/answers/patch.ts'
import { pathFromAddress } from '../../../review/json/path.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering, wholeNumber } from '../answer.ts'
import { keptComparisons } from '../kept-comparisons.ts'
import { withRoot } from '../open-root.ts'

const ROWS_MAX = 2_000
const ROWS_UNLESS_GIVEN = 1_000
const CONTEXT_UNLESS_GIVEN = 3
const ALL_LINES = 1_000_000_000

const secrets = new RootSecrets()

export const patch = answering(ROUTES.patch, ({ home }, { root, ...asked }) =>
  withRoot(home, root, (reading) =>
    answerPatch(
      reading,
      {
        before: namedFile('from', asked.from, 'old', asked.old),
        after: namedFile('to', asked.to, 'new', asked.new),
        options: {
          contextLines:
            asked.context === 'all'
              ? ALL_LINES
              : (wholeNumber('context', asked.context) ?? CONTEXT_UNLESS_GIVEN),
          ignoresBlanks: asked.blanks === 'no',
        },
        isBeside: asked.beside === 'yes',
        start: wholeNumber('start', asked.start) ?? 0,
        count: Math.min(wholeNumber('count', asked.count, 1) ?? ROWS_UNLESS_GIVEN, ROWS_MAX),
        isVeiled: asked.secrets !== 'shown',
        finder: secrets.finderFor(reading.repo.root),
      },
      keptComparisons,
    ),
  ),
)

function namedFile(
  snapshotName: string,
  snapshot: string | undefined,
  addressName: string,
  address: string | undefined,
): FileByName | undefined {
  if (snapshot === undefined) return undefined
  if (address !== undefined) return { snapshot, path: pathFromAddress(address) }
  throw new FlightrecError('usage', `${addressName} must be given with ${snapshotName}`)
}
