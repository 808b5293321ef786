/** Characters that move, hide or turn what stands beside them, wherever text is shown. */

// C0, DEL, C1, zero width and direction controls, byte order mark, line and paragraph separators,
// unpaired surrogates, private tags.
export const UNSAFE_CHARACTERS = new RegExp(
  [
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f]/,
    /[\ufeff\ufff9-\ufffb]/,
    /[\ud800-\udbff](?![\udc00-\udfff])/,
    /(?<![\ud800-\udbff])[\udc00-\udfff]/,
    /\udb40[\udc00-\udc7f]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)
