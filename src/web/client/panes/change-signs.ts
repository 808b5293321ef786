/** The sign of a change, and the class that gives it its colour. */
export const CHANGE_SIGNS = {
  added: ['+', 'added'],
  removed: ['−', 'removed'],
  modified: ['~', 'modified'],
  renamed: ['→', 'renamed'],
  copied: ['→', 'renamed'],
  mode: ['~', 'modified'],
} as const
