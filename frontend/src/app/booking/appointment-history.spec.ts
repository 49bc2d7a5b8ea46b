import { TestBed } from '@angular/core/testing';
import { frenchTexts } from '../../testing';
import type { HistoryEntry } from '../core/models';
import { AppointmentHistory } from './appointment-history';

const entry = (change: Partial<HistoryEntry>): HistoryEntry => ({
  at: '2026-11-24T09:00:00Z',
  by: { id: 4, name: 'Dr Moreau' },
  party: 'doctor',
  transition: 'create',
  from: '',
  to: 'confirmed',
  reason: '',
  details: {},
  ...change,
});
const accepted = (details: object, change: Partial<HistoryEntry> = {}) =>
  entry({ transition: 'agree', from: 'confirmed', details: { ...details }, ...change });
const patient = { party: 'patient', by: { id: 7, name: 'Camille Robert' } } as const;

describe('AppointmentHistory', () => {
  const cases: [string, HistoryEntry, string, string][] = [
    ['made by the practice', entry({}), 'Ajouté par le cabinet', 'Dr Moreau'],
    ['confirmed at once', entry(patient), 'Rendez-vous pris', 'Camille Robert'],
    ['asked for', entry({ ...patient, to: 'pending' }), 'Demande envoyée', 'Camille Robert'],
    [
      'confirmed afterwards',
      entry({ transition: 'confirm', from: 'pending' }),
      'Rendez-vous confirmé',
      'Dr Moreau',
    ],
    [
      'accepted in an account',
      accepted({ accepted_by: 'account' }, patient),
      'Accepté par le patient',
      'Camille Robert',
    ],
    [
      'accepted with a code at the desk',
      accepted({ accepted_by: 'code' }),
      'Accepté avec le code du patient',
      'Code saisi par Dr Moreau',
    ],
    [
      'accepted by a link to what the practice wrote down',
      accepted({ accepted_by: 'link', mailed_to: 'written_down' }, { party: 'patient', by: null }),
      'Accepté par le lien reçu par e-mail',
      'Lien envoyé à l’adresse notée par le cabinet',
    ],
    [
      'accepted by a link to an account',
      accepted({ accepted_by: 'link', mailed_to: 'account' }, { party: 'patient', by: null }),
      'Accepté par le lien reçu par e-mail',
      'Lien envoyé à l’adresse d’un compte',
    ],
    [
      'marked as arrived',
      entry({ transition: 'arrive', details: { accepted_by: 'arrival' } }),
      'Arrivée notée',
      'Dr Moreau',
    ],
  ];
  for (const [what, row, heading, who] of cases) {
    it(`says how it was ${what}`, () => {
      TestBed.configureTestingModule({ providers: [frenchTexts] });
      const fixture = TestBed.createComponent(AppointmentHistory);
      fixture.componentRef.setInput('entries', [row]);
      fixture.detectChanges();
      const line = fixture.nativeElement as HTMLElement;

      expect(line.querySelector('strong')?.textContent).toBe(heading);
      expect(line.querySelector('p')?.textContent).toBe(who);
    });
  }
});
