import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import type { FoundOut } from '../../api/models';
import { Confirm, type ConfirmOptions } from '../../ui/confirm-dialog';
import { frenchTexts, settled } from '../../../testing';
import { FindPage } from './find-page';

const found = (change: Partial<FoundOut> = {}): FoundOut => ({
  id: 7,
  name: 'Inès Robert',
  birth_date: '1990-02-03',
  has_relation: false,
  ...change,
});

describe('FindPage', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<FindPage>;
  let asked: ConfirmOptions[];

  const page = () => fixture.nativeElement as HTMLElement;

  beforeEach(async () => {
    asked = [];
    const ask = async (options: ConfirmOptions) => {
      asked.push(options);
      return { reason: 'Inconscient aux urgences' };
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
        frenchTexts,
        { provide: Confirm, useValue: { ask } },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(FindPage);
    await settled(fixture);
  });

  afterEach(() => server.verify());

  async function find(people: FoundOut[]): Promise<void> {
    const values = { 'first-name': 'Inès', 'last-name': 'Robert', 'birth-date': '1990-02-03' };
    for (const [id, value] of Object.entries(values)) {
      const input = page().querySelector<HTMLInputElement>(`#identity-${id}`);
      if (input) {
        input.value = value;
        input.dispatchEvent(new Event('input'));
      }
    }
    page()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settled(fixture);
    const request = server.expectOne({ method: 'POST', url: '/api/patients/find/' });
    expect(request.request.body).toEqual({
      first_name: 'Inès',
      last_name: 'Robert',
      birth_date: '1990-02-03',
    });
    request.flush(people);
    await settled(fixture);
  }

  it('asks nothing while the identity is not complete', async () => {
    page()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settled(fixture);

    expect(page().querySelectorAll('app-field .error').length).toBe(3);
  });

  it('opens the card of one’s own patient, without an emergency', async () => {
    await find([found({ has_relation: true })]);

    expect(page().querySelector('.found a')?.getAttribute('href')).toBe('/medecin/patients/7');
    expect(page().querySelector('.found button')).toBeNull();
  });

  it('says before an emergency that it is told and recorded, then opens the card', async () => {
    await find([found()]);
    page().querySelector<HTMLElement>('.found button')?.click();
    await settled(fixture);
    expect(asked[0]?.points?.join(' ')).toMatch(/averti aussitôt.*enregistré dans le journal/);
    expect(asked[0]?.reason).toMatchObject({ required: true, least: 10 });
    const request = server.expectOne({ method: 'POST', url: '/api/care/emergency/' });
    expect(request.request.body).toEqual({ patient: 7, reason: 'Inconscient aux urgences' });
    request.flush({});
    await settled(fixture);

    expect(TestBed.inject(Router).url).toBe('/medecin/patients/7');
  });

  it('tells a refusal and stays', async () => {
    await find([found()]);
    page().querySelector<HTMLElement>('.found button')?.click();
    await settled(fixture);
    server
      .expectOne('/api/care/emergency/')
      .flush({ code: 'throttled' }, { status: 429, statusText: 'Too Many' });
    await settled(fixture);

    expect(page().textContent).toContain('Trop de demandes à la fois');
    expect(page().querySelector('.found button')).not.toBeNull();
  });

  it('says so when nobody matches', async () => {
    await find([]);

    expect(page().querySelector('app-empty-state h2')?.textContent).toBe(
      'Personne ne correspond exactement',
    );
  });
});
