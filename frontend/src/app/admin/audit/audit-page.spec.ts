import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { AuditEntryOut } from '../../api/models';
import { frenchTexts, settled } from '../../../testing';
import { AuditPage } from './audit-page';

const entry = (change: Partial<AuditEntryOut> = {}): AuditEntryOut => ({
  id: 1,
  at: '2026-11-24T09:00:00Z',
  actor: { id: 4, name: 'claire@example.org' },
  role: 'DOCTOR',
  address: '127.0.0.1',
  action: 'read',
  subject: 'Appointment',
  route: 'appointments',
  objects: [1, 2, 3],
  patients: [7],
  reason: '',
  ...change,
});

describe('AuditPage', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<unknown>;

  const page = () => fixture.nativeElement as HTMLElement;
  const cells = (row: number) =>
    [...page().querySelectorAll(`tbody tr:nth-child(${row}) td`)].map((cell) =>
      (cell.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
    );

  async function open(url: string): Promise<void> {
    const harness = await RouterTestingHarness.create();
    await harness.navigateByUrl(url, AuditPage);
    fixture = harness.fixture;
    await settled(fixture);
  }

  async function answer(query: string, rows: AuditEntryOut[], link = ''): Promise<void> {
    server.expectOne(`/api/audit/?${query}`).flush(rows, { headers: { Link: link } });
    await settled(fixture);
  }

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: 'journal', component: AuditPage }]),
        frenchTexts,
      ],
    });
    server = TestBed.inject(HttpTestingController);
  });

  it('tells in words who did what with whose data', async () => {
    await open('/journal');
    await answer('limit=50', [
      entry(),
      entry({ id: 2, action: 'write', subject: 'Patient', objects: [7], reason: 'Urgence' }),
      entry({ id: 3, actor: null, role: '', action: 'sign_in_failed', subject: '', patients: [] }),
      entry({ id: 4, subject: 'Unheard', patients: [1, 2, 3, 4, 5] }),
    ]);

    expect(cells(1).slice(1)).toEqual([
      'claire@example.org Médecin',
      'Lecture · rendez-vous (3)',
      'Patient n° 7',
      '127.0.0.1',
    ]);
    expect(cells(2)[2]).toBe('Modification · fiches de patients Motif : Urgence');
    expect(cells(3).slice(1, 4)).toEqual(['Sans compte', 'Échec de connexion', '']);
    expect(cells(4)[2]).toBe('Lecture · Unheard (3)');
    expect(cells(4)[3]).toBe('Patient n° 1 Patient n° 2 Patient n° 3 et 2 autres');
  });

  it('asks by what stands in the address, and follows a click on a patient', async () => {
    await open('/journal?action=ecriture&du=2026-11-24&au=2026-11-24');
    const days = 'since=2026-11-23T23:00:00.000Z&until=2026-11-24T23:00:00.000Z';
    await answer(`action=write&${days}&limit=50`, [entry({ action: 'write' })]);
    page().querySelector<HTMLElement>('td:nth-child(4) button')?.click();
    await settled(fixture);

    expect(TestBed.inject(Router).url).toBe(
      '/journal?action=ecriture&patient=7&du=2026-11-24&au=2026-11-24',
    );
    await answer(`action=write&patient=7&${days}&limit=50`, []);
    expect(page().querySelector('app-empty-state')?.textContent).toContain('retirez un filtre');
  });

  it('puts older entries behind', async () => {
    await open('/journal');
    await answer('limit=50', [entry()], '<http://host/api/audit/?cursor=x>; rel="next"');
    [...page().querySelectorAll('button')].at(-1)?.click();
    await settled(fixture);
    await answer('limit=50&cursor=x', [entry({ id: 2 })]);

    expect(page().querySelectorAll('tbody tr').length).toBe(2);
  });
});
