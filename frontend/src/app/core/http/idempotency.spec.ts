import { HttpErrorResponse } from '@angular/common/http';
import { IdempotencyKey } from './idempotency';

const BODY = { slot: 1 };

/** Sends and returns the key that went out; `status` is a refusal, or 0 for no answer. */
async function keyOf(keys: IdempotencyKey, body: unknown, status?: number): Promise<string> {
  let sent = '';
  const request = (key: string) => {
    sent = key;
    return status === undefined
      ? Promise.resolve('done')
      : Promise.reject(new HttpErrorResponse({ status }));
  };
  await keys.send(body, request).catch(() => undefined);
  return sent;
}

describe('IdempotencyKey', () => {
  it.each([0, 408, 429, 500, 503])('keeps the key for a retry after %i', async (status) => {
    const keys = new IdempotencyKey();
    const first = await keyOf(keys, BODY, status);
    expect(await keyOf(keys, BODY)).toBe(first);
  });

  it('gives the same words a new key once they were answered', async () => {
    const keys = new IdempotencyKey();
    const first = await keyOf(keys, BODY);
    expect(await keyOf(keys, BODY)).not.toBe(first);
  });

  it.each([400, 401, 403, 404, 409])('gives a new key after the refusal %i', async (status) => {
    const keys = new IdempotencyKey();
    const first = await keyOf(keys, BODY, status);
    expect(await keyOf(keys, BODY)).not.toBe(first);
  });

  it('gives other words another key', async () => {
    const keys = new IdempotencyKey();
    const first = await keyOf(keys, BODY, 0);
    expect(await keyOf(keys, { slot: 2 }, 0)).not.toBe(first);
  });

  it('hands on the answer and the error', async () => {
    const keys = new IdempotencyKey();
    const refusal = new HttpErrorResponse({ status: 409 });
    await expect(keys.send(BODY, () => Promise.resolve(7))).resolves.toBe(7);
    await expect(keys.send(BODY, () => Promise.reject(refusal))).rejects.toBe(refusal);
  });
});
