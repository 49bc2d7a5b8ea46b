import { HttpErrorResponse } from '@angular/common/http';
import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { AppointmentsApi } from '../../booking/appointments-api';
import type { Appointment } from '../../core/models';
import { frenchTexts, settled } from '../../../testing';
import { CodeEntry } from './code-entry';

const wrong = new HttpErrorResponse({
  status: 400,
  error: { code: 'code_not_valid', error: 'Non.', details: { code: ['Ce n’est pas le code.'] } },
});

describe('CodeEntry', () => {
  let fixture: ComponentFixture<CodeEntry>;
  let sent: string[];
  let answer: () => Promise<void>;
  let changed: number;

  const page = () => fixture.nativeElement as HTMLElement;
  const error = () => page().querySelector('app-field .error')?.textContent?.trim();

  beforeEach(async () => {
    sent = [];
    changed = 0;
    answer = () => Promise.resolve();
    const accept = (_: Appointment, code: string) => {
      sent.push(code);
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
    fixture = TestBed.createComponent(CodeEntry);
    fixture.componentRef.setInput('appointment', { id: 1 } as Appointment);
    fixture.componentInstance.changed.subscribe(() => (changed += 1));
    await settled(fixture);
    page().querySelector('button')?.click();
    await settled(fixture);
  });

  async function send(code: string): Promise<void> {
    const input = page().querySelector('input');
    if (input) {
      input.value = code;
      input.dispatchEvent(new Event('input'));
    }
    page()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settled(fixture);
  }

  it('asks for a code before anything is sent', async () => {
    await send('');

    expect(sent).toEqual([]);
    expect(error()).toBe('Saisissez le code que le patient vous lit.');
  });

  it('says at the field that it is another code, and takes the right one then', async () => {
    answer = () => Promise.reject(wrong);
    await send('AAA-AAA');
    expect(error()).toBe('Ce n’est pas le code.');
    expect(changed).toBe(0);

    answer = () => Promise.resolve();
    await send(' abc-def ');
    expect(sent).toEqual(['AAA-AAA', 'abc-def']);
    expect(changed).toBe(1);
    expect(page().querySelector('form')).toBeNull();
  });
});
