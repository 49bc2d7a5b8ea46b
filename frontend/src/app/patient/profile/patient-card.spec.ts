import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { Session } from '../../core/auth/session';
import { frenchTexts, settled } from '../../../testing';
import { PatientCard } from './patient-card';

const PATH = '/api/patients/me/';
const kept = {
  id: 1,
  first_name: 'Inès',
  last_name: 'Robert',
  birth_date: null,
  age: null,
  sex: '' as const,
  phone: '',
  address: '',
  city: '',
  antecedents: '',
};

describe('PatientCard', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<PatientCard>;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        { provide: Session, useValue: { loadUser: () => Promise.resolve() } },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(PatientCard);
    TestBed.tick();
    server.expectOne(PATH).flush(kept, { headers: { ETag: '"seen"' } });
    await settled(fixture);
  });

  const input = (id: string) =>
    (fixture.nativeElement as HTMLElement).querySelector<HTMLInputElement>(`#${id}`);

  function type(id: string, value: string): void {
    const field = input(id);
    if (field) {
      field.value = value;
      field.dispatchEvent(new Event('input'));
    }
  }

  it('is not dirty before somebody types', () => {
    // Browsers tell a date field in this way that it is valid; the form takes it for an entry.
    const shown = new Event('animationstart');
    Object.assign(shown, { animationName: 'ng-valid' });
    input('birth-date')?.dispatchEvent(shown);

    expect(fixture.componentInstance.dirty()).toBe(false);
  });

  it('is dirty once something is written, and no more when it is taken back', () => {
    type('city', 'Lyon');
    expect(fixture.componentInstance.dirty()).toBe(true);
    type('city', '');
    expect(fixture.componentInstance.dirty()).toBe(false);
  });

  it('changes what was on screen, each time', async () => {
    const save = async (city: string, tag: string) => {
      type('city', city);
      (fixture.nativeElement as HTMLElement)
        .querySelector('form')
        ?.dispatchEvent(new Event('submit'));
      await settled(fixture);
      const request = server.expectOne({ method: 'PATCH', url: PATH });
      request.flush({ ...kept, city }, { headers: { ETag: tag } });
      await settled(fixture);
      return request.request.headers.get('If-Match');
    };

    expect(await save('Lyon', '"first"')).toBe('"seen"');
    expect(await save('Metz', '"second"')).toBe('"first"');
  });
});
