import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { OwnAccessOut } from '../../api/models';
import { frenchTexts, settled } from '../../../testing';
import { AccessesPage } from './accesses-page';

const PATH = '/api/patients/me/accesses/?limit=100';
const row = (at: string, change: Partial<OwnAccessOut> = {}): OwnAccessOut => ({
  at,
  who: 'Dr Claire Fontaine',
  action: 'read',
  subject: 'Appointment',
  reason: '',
  ...change,
});

describe('AccessesPage', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<AccessesPage>;

  const all = (selector: string) =>
    [...(fixture.nativeElement as HTMLElement).querySelectorAll(selector)].map((one) =>
      (one.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
    );

  async function answer(url: string, rows: OwnAccessOut[], link = ''): Promise<void> {
    server.expectOne(url).flush(rows, { headers: { Link: link } });
    await settled(fixture);
  }

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([]), frenchTexts],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(AccessesPage);
    TestBed.tick();
  });

  it('says for how long the lines are kept, as the installation is set', async () => {
    server.expectOne('/api/config/').flush({ audit_months: 24 });
    await settled(fixture);

    expect(all('p')[0]).toContain(
      'Ces lignes sont gardées 24 mois ; d’ici là, personne ne peut les modifier.',
    );
  });

  it('shows the accesses of somebody for whom one acts, in words of their own', async () => {
    await answer(PATH, [row('2026-11-24T10:00:00Z')]);
    server.expectOne('/api/dependants/').flush([{ id: 7, patient: 31, name: 'Léa Robert' }]);
    await settled(fixture);
    expect(all('option')).toEqual(['Moi', 'Léa Robert']);

    const select = (fixture.nativeElement as HTMLElement).querySelector('select');
    if (select) {
      select.value = '31';
      select.dispatchEvent(new Event('change'));
    }
    await settled(fixture);
    // Nothing of the one is shown in the words of the other.
    expect(all('.words')).toEqual([]);
    await answer(`${PATH}&patient=31`, [
      row('2026-11-24T10:00:00Z'),
      row('2026-11-24T09:00:00Z', { subject: 'Unheard', action: 'write' }),
    ]);

    expect(all('.words')).toEqual([
      'Dr Claire Fontaine a consulté ses rendez-vous',
      'Dr Claire Fontaine a modifié ses données',
    ]);
  });

  it('offers nobody else to whom acts for nobody', async () => {
    await answer(PATH, []);
    server.expectOne('/api/dependants/').flush([]);
    await settled(fixture);

    expect(all('select')).toEqual([]);
  });

  it('tells in words who did what and why, day by day', async () => {
    await answer(PATH, [
      row('2026-11-24T10:00:00Z'),
      row('2026-11-24T09:00:00Z', { action: 'write', subject: 'Patient', reason: 'Accueil' }),
      row('2026-11-23T09:00:00Z', { who: 'La clinique', subject: 'Unheard' }),
    ]);

    expect(all('h2').length).toBe(2);
    expect(all('.words')).toEqual([
      'Dr Claire Fontaine a consulté vos rendez-vous',
      'Dr Claire Fontaine a modifié votre fiche Motif : Accueil',
      'La clinique a consulté vos données',
    ]);
  });

  it('puts an older page behind, also into the same day', async () => {
    await answer(PATH, [row('2026-11-24T10:00:00Z')], `<http://host${PATH}&cursor=x>; rel="next"`);
    (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>('button')?.click();
    await answer(`${PATH}&cursor=x`, [row('2026-11-24T09:00:00Z', { subject: 'Patient' })]);

    expect(all('h2').length).toBe(1);
    expect(all('.words').length).toBe(2);
    expect(all('button')).toEqual([]);
  });

  it('says so when nobody has', async () => {
    await answer(PATH, []);

    expect(all('app-empty-state h2')).toEqual(['Personne n’a ouvert vos données']);
  });

  it('offers to try again after a failure', async () => {
    server.expectOne(PATH).flush(null, { status: 500, statusText: 'Broken' });
    await settled(fixture);
    (fixture.nativeElement as HTMLElement)
      .querySelector<HTMLElement>('[role=alert] button')
      ?.click();
    await answer(PATH, [row('2026-11-24T10:00:00Z')]);

    expect(all('[role=alert]')).toEqual([]);
    expect(all('.words').length).toBe(1);
  });
});
