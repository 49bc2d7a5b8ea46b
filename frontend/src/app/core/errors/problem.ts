import { HttpErrorResponse } from '@angular/common/http';

/** An API error as the pages use it: shown by `code`, never by parsing its sentence. */
export interface Problem {
  status: number;
  code: string;
  /** The server's sentence in the caller's language; a fallback for codes without an own text. */
  sentence: string;
  details: Record<string, unknown>;
  retryAfter: number | null;
}

interface ErrorBody {
  error?: unknown;
  detail?: unknown;
  code?: unknown;
  details?: unknown;
}

export function toProblem(error: unknown): Problem {
  // httpResource wraps a failure in `cause` when it is rethrown by `value()`.
  const source = error instanceof Error && !isHttpError(error) ? error.cause : error;
  if (!isHttpError(source)) {
    return { status: 0, code: 'unexpected', sentence: '', details: {}, retryAfter: null };
  }
  const body = asBody(source.error);
  return {
    status: source.status,
    code: codeOf(source.status, body),
    sentence: typeof body.error === 'string' ? body.error : '',
    details: isRecord(body.details) ? body.details : {},
    retryAfter: seconds(source.headers.get('Retry-After')),
  };
}

export function isProblem(error: unknown, ...codes: string[]): boolean {
  return codes.includes(toProblem(error).code);
}

/** The messages of a 400 for one field. */
export function fieldMessages(problem: Problem, field: string): string[] {
  const value = problem.details[field];
  if (typeof value === 'string') {
    return [value];
  }
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function codeOf(status: number, body: ErrorBody): string {
  if (typeof body.code === 'string' && body.code) {
    return body.code;
  }
  if (status === 0) {
    return 'offline';
  }
  if (status >= 500) {
    return 'server_error';
  }
  const known: Record<number, string> = {
    400: 'invalid',
    401: 'not_authenticated',
    403: 'permission_denied',
    404: 'not_found',
    409: 'conflict',
    412: 'version_conflict',
    429: 'throttled',
  };
  return known[status] ?? 'unexpected';
}

function seconds(header: string | null): number | null {
  const value = Number(header);
  return header && Number.isFinite(value) ? value : null;
}

function isHttpError(error: unknown): error is HttpErrorResponse {
  return error instanceof HttpErrorResponse;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Requests that expect no JSON (204, files) get an error's JSON as text. */
function asBody(value: unknown): ErrorBody {
  if (typeof value === 'string') {
    try {
      return asBody(JSON.parse(value) as unknown);
    } catch {
      return {};
    }
  }
  return isRecord(value) ? value : {};
}
