/** What a check of the doctor is: it looks for one kind of trouble and says how to mend it. */
import type { Home } from '../../store/home/home.ts'
import type { SurveyedRepo } from '../../store/home/shadow-repos.ts'

export interface Problem {
  /** The file, folder or object, for people; safe to show. */
  subject: string
  problem: string
  /** What `fix` does, or what a person must do. */
  remedy: string
  /** It may well be meant so: no fault, and nothing that has to be mended. */
  isRemark?: true
  /** Mends it; safe to repeat. Absent where only a person can. */
  fix?(): void | Promise<void>
}

export interface Patient {
  home: Home
  repo: SurveyedRepo
  /** Where the root is now, when the user says that it has moved. */
  movedTo?: string | undefined
  signal?: AbortSignal | undefined
  /** Whether what is found is mended at once. */
  isFixing?: boolean
}

/** A check of the machine and the home. */
export interface HomeCheck {
  id: string
  find(home: Home): Problem[] | Promise<Problem[]>
}

/** A check of one shadow repo. Each relies on those before it being mended. */
export interface RepoCheck {
  id: string
  find(patient: Patient): Problem[] | Promise<Problem[]>
}
