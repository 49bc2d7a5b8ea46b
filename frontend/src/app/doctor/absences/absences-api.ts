import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { exceptionsList } from '../../api/fn/exceptions/exceptions-list';
import { exceptionsRetrieve } from '../../api/fn/exceptions/exceptions-retrieve';
import { pathOf } from '../../core/http/path';
import type { ConflictOut, ExceptionChanged, ExceptionOut } from '../../api/models';
import { type AbsenceForm, toApi } from './absences';

/** Reads with the tag and writes with it: two people's changes never overwrite each other. */
@Injectable({ providedIn: 'root' })
export class AbsencesApi {
  private readonly http = inject(HttpClient);

  async read(id: number): Promise<{ absence: ExceptionOut; etag: string }> {
    const answer = await firstValueFrom(
      this.http.get<ExceptionOut>(pathOf(exceptionsRetrieve, { id }), { observe: 'response' }),
    );
    return { absence: answer.body as ExceptionOut, etag: answer.headers.get('ETag') ?? '' };
  }

  async save(form: AbsenceForm, id: number | null, etag: string): Promise<ConflictOut[]> {
    const body = toApi(form);
    const request =
      id === null
        ? this.http.post<ExceptionChanged>(exceptionsList.PATH, body)
        : this.http.patch<ExceptionChanged>(pathOf(exceptionsRetrieve, { id }), body, {
            headers: etag ? { 'If-Match': etag } : {},
          });
    return (await firstValueFrom(request)).conflicts;
  }

  async remove(id: number, etag: string): Promise<void> {
    await firstValueFrom(
      this.http.delete(pathOf(exceptionsRetrieve, { id }), { headers: { 'If-Match': etag } }),
    );
  }
}
