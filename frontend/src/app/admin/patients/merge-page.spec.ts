import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import type { MergeOut, SideOut } from '../../api/models';
import { Confirm } from '../../ui/confirm-dialog';
import { frenchTexts, settled } from '../../../testing';
import { MergePage } from './merge-page';

const side = (id: number, change: Partial<SideOut> = {}): SideOut => ({
  id,
  name: 'Inès Robert',
  first_name: 'Inès',
  last_name: 'Robert',
  birth_date: '1990-02-03',
  sex: 'female',
  phone: '',
  email: '',
  address: '',
  city: '',
  counts: { appointments: 1, relations: 1, guardians: 0 },
  ...change,
});
const two = (change: Partial<MergeOut> = {}): MergeOut => ({
  kept: side(3, { account: 'ines@example.org' }),
  other: side(9, { phone: '+33639981234', city: 'Lyon' }),
  differing: ['phone', 'history'],
  overlaps: [],
  ...change,
});

describe('MergePage', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<MergePage>;

  const page = () => fixture.nativeElement as HTMLElement;
  const merge = () => page().querySelector<HTMLElement>('.btn-primary')?.click();

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
        frenchTexts,
        { provide: Confirm, useValue: { ask: async () => ({ reason: '' }) } },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(MergePage);
  });

  afterEach(() => server.verify());

  async function show(both: MergeOut): Promise<void> {
    fixture.componentRef.setInput('garder', '3');
    fixture.componentRef.setInput('fusionner', '9');
    await settled(fixture);
    server.expectOne('/api/patients/3/merge/?other=9').flush(both);
    await settled(fixture);
  }

  it('lets both records be found, and never the same one twice', async () => {
    fixture.componentRef.setInput('garder', '3');
    await settled(fixture);
    const input = page().querySelector<HTMLInputElement>('#find-other');
    if (input) {
      input.value = 'robert';
    }
    page()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settled(fixture);
    server.expectOne('/api/patients/?q=robert&limit=8').flush([
      { id: 3, name: 'Inès Robert' },
      { id: 9, name: 'Ines Robert', birth_date: null },
    ]);
    await settled(fixture);
    const [only, ...rest] = page().querySelectorAll<HTMLElement>('li button');
    expect(rest).toEqual([]);
    only?.click();
    await settled(fixture);

    expect(TestBed.inject(Router).url).toBe('/?garder=3&fusionner=9');
  });

  it('takes what only one record knows, and lets each difference be decided', async () => {
    await show(two());
    const radios = () => [...page().querySelectorAll<HTMLInputElement>('fieldset input')];
    expect(radios().map((radio) => radio.checked)).toEqual([false, true, true, false]);
    radios()[3]?.click();
    merge();
    await settled(fixture);
    const request = server.expectOne({ method: 'POST', url: '/api/patients/3/merge/' });
    expect(request.request.body).toEqual({
      other: 9,
      fields: { phone: 'other', history: 'other' },
    });
    request.flush(side(3));
    await settled(fixture);

    expect(TestBed.inject(Router).url).toBe('/');
  });

  it('shows what overlaps and does not merge before that is settled', async () => {
    const at = { start_time: '2026-11-24T09:00:00Z', end_time: '2026-11-24T09:30:00Z' };
    await show(
      two({
        overlaps: [
          { kept: { id: 1, doctor: 'Dr A', ...at }, other: { id: 2, doctor: 'Dr B', ...at } },
        ],
      }),
    );
    expect(page().querySelector('.overlaps')?.textContent).toMatch(/Dr A.*Dr B/s);
    merge();
    await settled(fixture);

    expect(page().querySelector('app-form-error')?.textContent).toContain('Réglez d’abord');
  });

  it('tells a refusal and reads both again', async () => {
    await show(two());
    merge();
    await settled(fixture);
    server
      .expectOne({ method: 'POST', url: '/api/patients/3/merge/' })
      .flush(
        { code: 'both_have_accounts', error: 'Les deux ont un compte.' },
        { status: 409, statusText: 'Conflict' },
      );
    await settled(fixture);
    server.expectOne('/api/patients/3/merge/?other=9').flush(two());
    await settled(fixture);

    expect(page().querySelector('app-form-error')?.textContent).toContain('ont un compte');
  });
});
