/** Whether the text is a day of this century, `2026-11-24`. */
export function isDay(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^20\d{2}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}
