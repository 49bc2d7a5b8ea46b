import { HttpErrorResponse, provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { AppointmentsApi } from '../../booking/appointments-api';
import type { Appointment } from '../../core/models';
import { frenchTexts, settled } from '../../../testing';
import { AcceptanceNote } from './acceptance-note';

describe('AcceptanceNote', () => {
  let fixture: ComponentFixture<AcceptanceNote>;
  let accepted: number;
  let changed: number;
  let answer: () => Promise<void>;

  const page = () => fixture.nativeElement as HTMLElement;
  const button = () => page().querySelector('button') as HTMLButtonElement;

  async function show(appointment: Partial<Appointment>): Promise<void> {
    [accepted, changed, answer] = [0, 0, () => Promise.resolve()];
    const accept = () => {
      accepted += 1;
      return answer();
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        { provide: AppointmentsApi, useValue: { accept } },
      ],
    });
    fixture = TestBed.createComponent(AcceptanceNote);
    fixture.componentRef.setInput('appointment', appointment);
    fixture.componentInstance.changed.subscribe(() => (changed += 1));
    await settled(fixture);
  }

  it('shows the code to read out, where there is one', async () => {
    await show({ id: 1, acceptance_code: 'ABC-DEF' });
    expect(page().querySelector('.code')?.textContent).toBe('ABC-DEF');

    fixture.componentRef.setInput('appointment', { id: 1, acceptance_code: null });
    await settled(fixture);
    expect(page().querySelector('.code')).toBeNull();
  });

  it('accepts once, however often it is pressed', async () => {
    await show({ id: 1 });
    button().click();
    button().click();
    await settled(fixture);
    expect([accepted, changed]).toEqual([1, 1]);
  });

  it('says why it was refused, lets one try again, and has the page read anew', async () => {
    await show({ id: 1 });
    answer = () =>
      Promise.reject(
        new HttpErrorResponse({
          status: 409,
          error: { code: 'is_over', error: 'Ce rendez-vous est passé.' },
        }),
      );
    button().click();
    await settled(fixture);
    expect(page().querySelector('app-form-error')?.textContent).toContain('est passé');
    expect(button().getAttribute('aria-busy')).toBe('false');
    expect(changed).toBe(1);
  });
});
