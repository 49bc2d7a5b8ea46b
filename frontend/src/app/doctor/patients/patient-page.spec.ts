import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { PatientDetailOut } from '../../api/models';
import { frenchTexts, settled } from '../../../testing';
import { PatientPage } from './patient-page';

const ines = { id: 7, name: 'Inès Robert', birth_date: '1990-02-03', age: 36 };
const record = {
  antecedents: 'Allergie à la pénicilline',
  blood_pressure: 'high',
  cholesterol_level: '',
  emergency_until: null,
};

describe('PatientPage', () => {
  async function shown(change: Partial<PatientDetailOut>): Promise<HTMLElement> {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([]), frenchTexts],
    });
    const fixture = TestBed.createComponent(PatientPage);
    fixture.componentRef.setInput('id', '7');
    TestBed.tick();
    const server = TestBed.inject(HttpTestingController);
    server.expectOne('/api/patients/7/').flush({ ...ines, ...change });
    server.expectOne((request) => request.url === '/api/appointments/').flush([]);
    await settled(fixture);
    return fixture.nativeElement as HTMLElement;
  }
  const facts = (page: HTMLElement) =>
    [...page.querySelectorAll('[aria-labelledby=record] dd')].map((one) => one.textContent?.trim());

  it('shows the record that is open, and nothing of an emergency', async () => {
    const page = await shown({ record });

    expect(facts(page)).toEqual(['Allergie à la pénicilline', 'Niveau élevé']);
    expect(page.querySelector('.banner')).toBeNull();
  });

  it('says until when an emergency opens it', async () => {
    const page = await shown({ record: { ...record, emergency_until: '2026-11-23T00:23:00Z' } });

    const banner = page.querySelector('.banner')?.textContent ?? '';
    expect(banner.replaceAll(/\s+/g, ' ').trim()).toBe(
      'Accès d’urgence jusqu’au lundi 23 novembre à 1 h 23',
    );
  });

  it('shows nothing clinical where the record is closed', async () => {
    const page = await shown({ record: null });

    expect(facts(page)).toEqual([]);
    expect(page.textContent).not.toContain('Dossier médical');
  });
});
