import type { HttpClient, HttpHeaders } from '@angular/common/http';
import { firstValueFrom } from 'rxjs';

/** The tag of what was read; none for what could not be read. */
export function tagOf(headers: HttpHeaders | undefined): string {
  return headers?.get('ETag') ?? '';
}

/** Changes a resource unless somebody else has since its tag was read; then it is refused (412). */
export async function patchTagged<T>(
  http: HttpClient,
  path: string,
  body: unknown,
  etag: string,
): Promise<{ value: T; etag: string }> {
  const answer = await firstValueFrom(
    http.patch<T>(path, body, {
      headers: etag ? { 'If-Match': etag } : {},
      observe: 'response',
    }),
  );
  return { value: answer.body as T, etag: tagOf(answer.headers) };
}
