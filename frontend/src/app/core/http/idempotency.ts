/**
 * One key for one intention: a retry after a lost answer must send the key of the first try,
 * so callers keep it until the request body changes.
 */
export class IdempotencyKey {
  private body = '';
  private key = '';

  for(body: unknown): string {
    const text = JSON.stringify(body);
    if (text !== this.body || !this.key) {
      this.body = text;
      this.key = crypto.randomUUID();
    }
    return this.key;
  }
}
