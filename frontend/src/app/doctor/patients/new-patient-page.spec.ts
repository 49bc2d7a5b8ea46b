import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { frenchTexts, settled } from '../../../testing';
import { NewPatientPage } from './new-patient-page';

describe('NewPatientPage', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<NewPatientPage>;

  const page = () => fixture.nativeElement as HTMLElement;
  const errors = () =>
    [...page().querySelectorAll('app-field .error')].map((one) => one.textContent?.trim());

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
        frenchTexts,
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(NewPatientPage);
    await settled(fixture);
  });

  afterEach(() => server.verify());

  function fill(values: Record<string, string>): void {
    for (const [id, value] of Object.entries(values)) {
      const input = page().querySelector<HTMLInputElement>(`#person-${id}`);
      if (input) {
        input.value = value;
        input.dispatchEvent(new Event('input'));
      }
    }
  }

  async function send(): Promise<void> {
    page()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settled(fixture);
  }

  const noe = { 'first-name': 'Noé', 'last-name': 'Lambert', 'birth-date': '2018-05-02' };

  it('says at each field what is missing', async () => {
    await send();

    expect(errors()).toEqual([
      'Indiquez le prénom.',
      'Indiquez le nom.',
      'Indiquez la date de naissance.',
    ]);
  });

  it('shows the server’s words at the field that they are about', async () => {
    fill(noe);
    await send();
    server
      .expectOne('/api/patients/')
      .flush(
        { code: 'invalid', error: 'Non.', details: { birth_date: ['Date impossible.'] } },
        { status: 400, statusText: 'Bad Request' },
      );
    await settled(fixture);

    expect(errors()).toEqual(['Date impossible.']);
  });

  it('shows a refusal of the whole above the form', async () => {
    fill(noe);
    await send();
    server
      .expectOne('/api/patients/')
      .flush(
        { code: 'already_there', error: 'Cette personne figure déjà parmi vos patients.' },
        { status: 409, statusText: 'Conflict' },
      );
    await settled(fixture);

    expect(page().querySelector('app-form-error')?.textContent).toContain('figure déjà');
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(true);
  });

  describe('where somebody of that name and birth date is there', () => {
    beforeEach(async () => {
      fill(noe);
      await send();
      server.expectOne('/api/patients/').flush(
        {
          code: 'patient_exists',
          error: 'Un patient de ce nom existe déjà.',
          details: { patients: [{ id: 4, name: 'Noé Lambert', birth_date: '2018-05-02' }] },
        },
        { status: 409, statusText: 'Conflict' },
      );
      await settled(fixture);
    });

    it('leads to that card, and leaves without a question', async () => {
      const link = page().querySelector<HTMLAnchorElement>('.banner-warn a');
      expect(link?.textContent?.trim()).toBe('Noé Lambert, 2 mai 2018');
      expect(fixture.componentInstance.hasUnsavedChanges()).toBe(true);

      link?.click();
      await settled(fixture);

      expect(fixture.componentInstance.hasUnsavedChanges()).toBe(false);
      expect(TestBed.inject(Router).url).toBe('/medecin/patients/4');
    });

    it('adds somebody else when that is meant', async () => {
      page().querySelector<HTMLButtonElement>('.banner-warn button')?.click();
      await settled(fixture);
      const request = server.expectOne('/api/patients/');
      expect(request.request.body).toMatchObject({ first_name: 'Noé', confirm_duplicate: true });
      request.flush({ id: 9, name: 'Noé Lambert' });
      await settled(fixture);

      expect(page().querySelector('.banner-warn')).toBeNull();
      expect(TestBed.inject(Router).url).toBe('/medecin/patients/9');
    });
  });

  it('opens the new patient’s card, and leaves without a question', async () => {
    fill(noe);
    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(true);
    await send();
    const request = server.expectOne('/api/patients/');
    expect(request.request.body).toEqual({
      first_name: 'Noé',
      last_name: 'Lambert',
      birth_date: '2018-05-02',
      sex: '',
      phone: '',
      email: '',
      confirm_duplicate: false,
    });
    request.flush({ id: 9, name: 'Noé Lambert' });
    await settled(fixture);

    expect(fixture.componentInstance.hasUnsavedChanges()).toBe(false);
    expect(TestBed.inject(Router).url).toBe('/medecin/patients/9');
  });
});
