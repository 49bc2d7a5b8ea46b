import { inject, Injectable } from '@angular/core';
import { Api } from '../../api/api';
import { slotsCreate } from '../../api/fn/slots/slots-create';
import { slotsDestroy } from '../../api/fn/slots/slots-destroy';
import type { SlotCreated, SlotRequest } from '../../api/models';

/** Single slots, by hand. */
@Injectable({ providedIn: 'root' })
export class SlotsApi {
  private readonly api = inject(Api);

  add(body: SlotRequest): Promise<SlotCreated> {
    return this.api.invoke(slotsCreate, { body });
  }

  remove(id: number): Promise<void> {
    return this.api.invoke(slotsDestroy, { id: String(id) });
  }
}
