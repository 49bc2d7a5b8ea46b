import { HttpErrorResponse } from '@angular/common/http';

/** The server may, or may not, have acted: too slow, too busy, failed, or no answer at all. */
const OPEN = new Set([0, 408, 425, 429]);

/**
 * One key for one intention. A retry after a lost answer sends the key of the first try; once an
 * answer has settled the matter, the same words are a new intention and get a new key: who books,
 * cancels and books the same slot again wants two appointments.
 */
export class IdempotencyKey {
  private body = '';
  private key = '';

  async send<T>(body: unknown, request: (key: string) => Promise<T>): Promise<T> {
    const key = this.for(body);
    try {
      const answer = await request(key);
      this.settle(key);
      return answer;
    } catch (error) {
      if (!isOpen(error)) {
        this.settle(key);
      }
      throw error;
    }
  }

  private for(body: unknown): string {
    const text = JSON.stringify(body);
    if (text !== this.body || !this.key) {
      this.body = text;
      this.key = crypto.randomUUID();
    }
    return this.key;
  }

  private settle(key: string): void {
    if (key === this.key) {
      this.key = '';
    }
  }
}

function isOpen(error: unknown): boolean {
  return !(error instanceof HttpErrorResponse) || error.status >= 500 || OPEN.has(error.status);
}
