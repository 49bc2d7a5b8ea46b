import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import type { User } from '../models';
import { roleGuard, safeReturn, signedInGuard, visitorGuard } from './guards';
import { Session } from './session';

@Component({ selector: 'app-blank', template: '' })
class Blank {}

describe('guards', () => {
  const user = signal<Partial<User> | null>(null);

  async function appointment(url: string): Promise<string> {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'profil', canMatch: [roleGuard('PATIENT')], component: Blank },
          { path: 'medecin', canMatch: [roleGuard('DOCTOR')], component: Blank },
          { path: 'mes-rendez-vous', component: Blank },
          { path: 'connexion', canMatch: [visitorGuard], component: Blank },
          { path: 'en-attente', canMatch: [signedInGuard], component: Blank },
          { path: '**', component: Blank },
        ]),
        {
          provide: Session,
          useValue: { restore: () => Promise.resolve(), user, signedIn: () => user() !== null },
        },
      ],
    });
    const router = TestBed.inject(Router);
    await router.navigateByUrl(url);
    return router.url;
  }

  it('leads visitors to the sign-in page and remembers where they wanted to go', async () => {
    user.set(null);
    expect(await appointment('/profil?onglet=2')).toBe('/connexion?retour=%2Fprofil%3Fonglet%3D2');
  });

  it('lets the right role in', async () => {
    user.set({ role: 'PATIENT', is_approved: true });
    expect(await appointment('/profil')).toBe('/profil');
  });

  it('sends another role to its own home', async () => {
    user.set({ role: 'PATIENT', is_approved: true });
    expect(await appointment('/medecin')).toBe('/mes-rendez-vous');
  });

  it('shows the notice to someone not approved yet', async () => {
    user.set({ role: 'DOCTOR', is_approved: false });
    expect(await appointment('/medecin')).toBe('/en-attente');
  });

  it('keeps signed-in people away from the sign-in page', async () => {
    user.set({ role: 'PATIENT', is_approved: true });
    expect(await appointment('/connexion')).toBe('/mes-rendez-vous');
  });
});

describe('safeReturn', () => {
  it('only follows addresses inside the application', () => {
    expect(safeReturn('/profil')).toBe('/profil');
    expect(safeReturn('//evil.example')).toBeNull();
    expect(safeReturn('/\\evil.example')).toBeNull();
    expect(safeReturn('https://evil.example')).toBeNull();
    expect(safeReturn(undefined)).toBeNull();
  });
});
