import { HttpErrorResponse, provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { AppointmentsApi } from '../../booking/appointments-api';
import type { Appointment, Transition } from '../../core/models';
import { Toasts } from '../../ui/toasts';
import { frenchTexts, settled } from '../../../testing';
import { AppointmentTransitions } from './appointment-transitions';

describe('AppointmentTransitions', () => {
  let fixture: ComponentFixture<AppointmentTransitions>;
  let arrived: number;
  let changed: number;
  let said: string[];
  let answer: () => Promise<void>;

  const page = () => fixture.nativeElement as HTMLElement;
  const buttons = () =>
    [...page().querySelectorAll<HTMLButtonElement>('button')].map((one) => one.textContent?.trim());
  const press = () => page().querySelector<HTMLButtonElement>('button')?.click();

  async function show(transitions: Transition[]): Promise<void> {
    [arrived, changed, said, answer] = [0, 0, [], () => Promise.resolve()];
    const arrive = () => {
      arrived += 1;
      return answer();
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        { provide: AppointmentsApi, useValue: { arrive } },
        { provide: Toasts, useValue: { show: (text: string) => said.push(text) } },
      ],
    });
    fixture = TestBed.createComponent(AppointmentTransitions);
    const appointment = { id: 1, transitions, proposal: null, doctor: {} } as unknown;
    fixture.componentRef.setInput('appointment', appointment as Appointment);
    fixture.componentInstance.changed.subscribe(() => (changed += 1));
    await settled(fixture);
  }

  it('offers only what the server allows', async () => {
    await show(['arrive', 'cancel']);
    expect(buttons()).toEqual(['Noter l’arrivée', 'Annuler le rendez-vous']);
    fixture.componentRef.setInput('appointment', { transitions: [], proposal: null, doctor: {} });
    await settled(fixture);
    expect(buttons()).toEqual([]);
  });

  it('notes an arrival once, however often it is pressed', async () => {
    await show(['arrive']);
    press();
    press();
    await settled(fixture);
    expect({ arrived, changed, said }).toEqual({
      arrived: 1,
      changed: 1,
      said: ['Arrivée notée.'],
    });
  });

  it('says why it was refused, and has the page read anew', async () => {
    await show(['arrive']);
    answer = () =>
      Promise.reject(
        new HttpErrorResponse({ status: 409, error: { code: 'x', error: 'Un autre jour.' } }),
      );
    press();
    await settled(fixture);
    expect(page().querySelector('app-form-error')?.textContent).toContain('Un autre jour.');
    expect({ changed, said }).toEqual({ changed: 1, said: [] });
    answer = () => Promise.resolve();
    press();
    await settled(fixture);
    expect(arrived).toBe(2);
  });
});
