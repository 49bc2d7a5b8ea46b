/** Query parameters without the empty ones: the API refuses parameters it does not know. */
export function compact(
  params: Record<string, string | number | boolean | null | undefined>,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(params).filter(
      (entry): entry is [string, string | number | boolean] =>
        entry[1] !== null && entry[1] !== undefined && entry[1] !== '',
    ),
  );
}

/** The cursor of the next page in a `Link: <…>; rel="next"` header. */
export function nextCursor(link: string | null): string | null {
  const match = /<([^>]+)>;\s*rel="next"/.exec(link ?? '');
  return match?.[1] ? new URL(match[1], 'http://localhost').searchParams.get('cursor') : null;
}
