/** What a recording can be written as. */
export const RECORDING_FORMATS = ['cast', 'cast2', 'txt'] as const

export type RecordingFormat = (typeof RECORDING_FORMATS)[number]
