/** The grammars that are known. Loading them takes a moment: only who colours something does. */
import { common, createLowlight } from 'lowlight'

export const lowlight = createLowlight(common)
