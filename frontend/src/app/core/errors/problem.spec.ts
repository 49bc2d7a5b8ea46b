import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { fieldMessages, isProblem, toProblem } from './problem';

function failure(status: number, error: unknown = null, headers: Record<string, string> = {}) {
  return new HttpErrorResponse({ status, error, headers: new HttpHeaders(headers) });
}

describe('toProblem', () => {
  it('reads code, sentence and details of the API', () => {
    const problem = toProblem(
      failure(409, { error: 'Pris.', code: 'slot_taken', details: { alternatives: [{ id: 2 }] } }),
    );
    expect(problem).toMatchObject({ status: 409, code: 'slot_taken', sentence: 'Pris.' });
    expect(problem.details['alternatives']).toEqual([{ id: 2 }]);
  });

  it('names failures that carry no code', () => {
    expect(toProblem(failure(0)).code).toBe('offline');
    expect(toProblem(failure(502, '<html>')).code).toBe('server_error');
    expect(toProblem(failure(404)).code).toBe('not_found');
    expect(toProblem(failure(418)).code).toBe('unexpected');
    expect(toProblem(new Error('boom')).code).toBe('unexpected');
  });

  it('looks behind the error that a resource wraps', () => {
    const wrapped = new Error('resource', { cause: failure(403, { code: 'not_approved' }) });
    expect(isProblem(wrapped, 'not_approved')).toBe(true);
  });

  it('parses an error that came as text', () => {
    expect(toProblem(failure(409, '{"code":"slot_taken"}')).code).toBe('slot_taken');
    expect(toProblem(failure(409, '"odd"')).code).toBe('conflict');
  });

  it('reads how long to wait', () => {
    expect(toProblem(failure(429, {}, { 'Retry-After': '90' })).retryAfter).toBe(90);
    expect(toProblem(failure(429, {}, { 'Retry-After': 'soon' })).retryAfter).toBeNull();
  });
});

describe('fieldMessages', () => {
  it('takes a list or a single sentence and nothing else', () => {
    const problem = toProblem(
      failure(400, { details: { email: ['Déjà pris.', 3], phone: 'Trop court.', other: 7 } }),
    );
    expect(fieldMessages(problem, 'email')).toEqual(['Déjà pris.']);
    expect(fieldMessages(problem, 'phone')).toEqual(['Trop court.']);
    expect(fieldMessages(problem, 'other')).toEqual([]);
    expect(fieldMessages(problem, 'absent')).toEqual([]);
  });
});
