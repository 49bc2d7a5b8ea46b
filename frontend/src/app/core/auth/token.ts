/** Seconds until an access token expires, from its `exp`; 0 when it cannot be read. */
export function secondsLeft(token: string, now: number = Date.now()): number {
  try {
    const payload = token.split('.')[1] ?? '';
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const exp: unknown = (JSON.parse(text) as Record<string, unknown>)['exp'];
    return typeof exp === 'number' ? Math.max(0, exp - now / 1000) : 0;
  } catch {
    return 0;
  }
}
