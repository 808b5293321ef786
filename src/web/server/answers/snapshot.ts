import { readSnapshotFacts } from '../../../review/answers/snapshot-facts.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering } from '../answer.ts'
import { withRoot } from '../open-root.ts'

export const snapshot = answering(ROUTES.snapshot, ({ home }, { root, snapshot: name }) =>
  withRoot(home, root, (reading) => readSnapshotFacts(reading, name)),
)
