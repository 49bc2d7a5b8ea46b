import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { PatientOut } from '../../api/models';
import { Confirm } from '../../ui/confirm-dialog';
import { frenchTexts, settled } from '../../../testing';
import { CodeCard } from './code-card';

const PATH = '/api/patients/7/code/';
const handed = { code: 'ABCDE-FGHJK', expires_at: '2026-12-21T09:00:00Z' };

describe('CodeCard', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<CodeCard>;
  let sure: boolean;

  const page = () => fixture.nativeElement as HTMLElement;
  const buttons = () => [...page().querySelectorAll('button')];
  const names = () => buttons().map((button) => button.textContent?.trim());

  beforeEach(async () => {
    sure = true;
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        { provide: Confirm, useValue: { ask: async () => (sure ? { reason: '' } : null) } },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(CodeCard);
    fixture.componentRef.setInput('patient', { id: 7, name: 'Noé Lambert' } as PatientOut);
    await settled(fixture);
  });

  afterEach(() => server.verify());

  async function make(answer = handed): Promise<void> {
    buttons().at(-1)?.click();
    await settled(fixture);
    server.expectOne({ method: 'POST', url: PATH }).flush(answer);
    await settled(fixture);
  }

  it('shows the code only once it is asked for, with what to do and until when', async () => {
    expect(names()).toEqual(['Créer un code d’accès']);
    await make();

    expect(page().querySelector('.code-letters')?.textContent).toBe('ABCDE-FGHJK');
    expect(page().querySelector('.code-sheet')?.textContent).toContain('Noé Lambert');
    expect(page().querySelector('.code-sheet time')?.getAttribute('datetime')).toBe(
      handed.expires_at,
    );
    expect(names()).toEqual(['Imprimer', 'Créer un nouveau code']);
  });

  it('asks before a new code ends the one that may be handed out', async () => {
    await make();
    sure = false;
    buttons().at(-1)?.click();
    await settled(fixture);
    server.expectNone(PATH);

    sure = true;
    await make({ ...handed, code: 'NEW22-NEW22' });
    expect(page().querySelector('.code-letters')?.textContent).toBe('NEW22-NEW22');
  });

  it('tells why there is none', async () => {
    buttons().at(-1)?.click();
    server
      .expectOne(PATH)
      .flush(
        { error: 'Ce patient a déjà un compte.', code: 'has_account' },
        { status: 409, statusText: 'Conflict' },
      );
    await settled(fixture);

    expect(page().querySelector('[role=alert]')?.textContent).toContain('a déjà un compte');
    expect(names()).toEqual(['Créer un code d’accès']);
  });
});
