/** What config.toml says can be used. */
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { HomeCheck, Problem } from './check.ts'

export const configCheck: HomeCheck = {
  id: 'config',
  async find(home) {
    const subject = showText(home.configPath)
    const remedy = 'Correct it, then run `flightrec config` to check it.'
    try {
      const { warnings, remarks } = await loadConfig(home)
      return [
        ...warnings.map((problem): Problem => ({ subject, problem, remedy })),
        ...remarks.map((problem): Problem => ({ subject, problem, remedy, isRemark: true })),
      ]
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
      return [{ subject, problem: showText(error.message), remedy: error.hint ?? remedy }]
    }
  },
}
