/** The parser alone, which loads in half the time of the whole package; it ships no types. */
declare module '@iarna/toml/parse-string.js' {
  export default function parse(text: string): Record<string, unknown>
}
