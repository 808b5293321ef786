/** What a recording can be written as. */
export const RECORDING_FORMATS = ['cast', 'cast2', 'txt', 'html', 'tar.gz'] as const

export type RecordingFormat = (typeof RECORDING_FORMATS)[number]
