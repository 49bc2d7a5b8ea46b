import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { CareOut } from '../../api/models';
import { Session } from '../../core/auth/session';
import { Confirm, type ConfirmOptions } from '../../ui/confirm-dialog';
import { frenchTexts, settled } from '../../../testing';
import { CarePage } from './care-page';

const LIST = '/api/care/relations/?limit=100';
const END = '/api/care/relations/3/end/';
const relation = (change: Partial<CareOut> = {}): CareOut => ({
  id: 3,
  doctor: { id: 1, name: 'Dr Claire Fontaine' },
  patient: { id: 7, name: 'Inès Robert' },
  scope: 'record',
  basis: 'appointment',
  since: '2026-01-05T09:00:00Z',
  last_contact: '2026-11-02T09:00:00Z',
  ended_at: null,
  ended_by: null,
  ...change,
});

describe('CarePage', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<CarePage>;
  let asked: ConfirmOptions[];
  let answer: { reason: string } | null;

  const page = () => fixture.nativeElement as HTMLElement;
  const texts = (selector: string) =>
    [...page().querySelectorAll(selector)].map((one) => one.textContent?.trim());

  async function show(relations: CareOut[]): Promise<void> {
    server.expectOne(LIST).flush(relations);
    await settled(fixture);
  }

  beforeEach(() => {
    asked = [];
    answer = { reason: 'Je change de médecin' };
    const ask = async (options: ConfirmOptions) => {
      asked.push(options);
      return answer;
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        frenchTexts,
        { provide: Session, useValue: { user: () => ({ profile_id: 7 }) } },
        { provide: Confirm, useValue: { ask } },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(CarePage);
    TestBed.tick();
  });

  it('says what each doctor sees, for whom, and what has ended', async () => {
    await show([
      relation(),
      relation({ id: 4, scope: 'identity', patient: { id: 8, name: 'Tom Robert' } }),
      relation({ id: 5, ended_at: '2026-03-01T09:00:00Z', ended_by: 'admin' }),
    ]);

    expect(texts('.relation .sees')).toEqual([
      'Voit votre dossier médical, votre identité et vos coordonnées.',
      'Voit votre identité et vos coordonnées.',
    ]);
    expect(texts('.whose')).toEqual(['Pour Tom Robert']);
    expect(texts('.past li p.small')).toEqual([expect.stringMatching(/^La clinique a fermé/)]);
  });

  it('says what will happen before access is withdrawn, and what was done', async () => {
    await show([relation()]);
    page().querySelector('button')?.click();
    await settled(fixture);
    expect(asked[0]?.points?.join(' ')).toContain('Vos rendez-vous à venir sont maintenus.');
    const request = server.expectOne({ method: 'POST', url: END });
    expect(request.request.body).toEqual({ reason: 'Je change de médecin' });
    request.flush(relation({ ended_at: '2026-11-24T09:00:00Z', ended_by: 'patient' }));
    await settled(fixture);

    expect(texts('.relation')).toEqual([]);
    expect(texts('.past li p.small')).toEqual([expect.stringMatching(/^Vous avez retiré/)]);
  });

  it('leaves everything as it is for who steps back', async () => {
    await show([relation()]);
    answer = null;
    page().querySelector('button')?.click();
    await settled(fixture);

    server.expectNone(END);
    expect(texts('.relation').length).toBe(1);
  });

  it('tells why it could not be withdrawn', async () => {
    await show([relation()]);
    page().querySelector('button')?.click();
    await settled(fixture);
    server.expectOne(END).flush(null, { status: 500, statusText: 'Broken' });
    await settled(fixture);

    expect(texts('app-form-error')[0]).toContain('Le serveur a rencontré un problème');
    expect(texts('.relation').length).toBe(1);
  });

  it('is not empty of words when nobody treats the patient', async () => {
    await show([]);

    expect(texts('app-empty-state h2')).toEqual(['Aucun médecin ne vous suit']);
  });
});
