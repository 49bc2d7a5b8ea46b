import type { Page } from '@playwright/test';
import { inspect, screens } from './axe';
import { expect, test } from './journey';
import { signIn } from './people';

const open = [
  '/',
  '/?ville=Nantes&mode=video',
  '/medecins/1',
  '/medecins/999',
  '/connexion',
  '/inscription?profil=medecin',
  '/mot-de-passe-oublie',
  '/reinitialiser',
  '/verifier-email',
  '/rendez-vous/accepter',
  '/rendez-vous/accepter#token=x-y',
  '/rendez-vous/confirmer',
  '/nulle-part',
];
const signedIn = [
  '/mes-rendez-vous',
  '/profil',
  '/profil/acces',
  '/profil/medecins',
  '/notifications',
  '/rendez-vous/999',
];

const practice = [
  '/medecin/demandes',
  '/medecin?vue=week',
  '/medecin?vue=day',
  '/medecin?vue=list',
  '/medecin?vue=list&ajouter=2030-01-07T09:00',
];
const people = [
  '/medecin/patients',
  '/medecin/patients?q=personne',
  '/medecin/patients/nouveau',
  '/medecin/patients/chercher',
  '/medecin/patients/999',
  '/medecin/rendez-vous/999',
];
const hours = ['/medecin/disponibilites', '/medecin/absences', '/medecin/profil'];
const administration = [
  '/admin-clinique',
  '/admin-clinique/comptes',
  '/admin-clinique/comptes?q=personne',
  '/admin-clinique/rendez-vous',
  '/admin-clinique/rendez-vous?vue=tous',
  '/admin-clinique/specialites',
  '/admin-clinique/fusion',
  '/admin-clinique/journal',
  '/admin-clinique/journal?action=ecriture&objet=Slot',
  '/admin-clinique/profil',
];

async function check(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('main h1').first()).toBeAttached();
  await expect(page.locator('app-skeleton')).toHaveCount(0);
  await inspect(page, path);
}

// Each looks and changes nothing: they need not take turns.
test.describe.configure({ mode: 'parallel' });

for (const { width, height, colorScheme } of screens) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({
      viewport: { width, height },
      colorScheme,
      contextOptions: { reducedMotion: 'reduce' },
    });

    test('public screens are accessible', async ({ page }) => {
      test.setTimeout(120_000);
      for (const path of open) {
        await check(page, path);
      }
    });

    test('the doctor’s agenda and requests are accessible', async ({ page }) => {
      test.setTimeout(120_000);
      await signIn(page, 'hugo');
      for (const path of practice) {
        await check(page, path);
      }
    });

    test('the doctor’s patients are accessible', async ({ page }) => {
      test.setTimeout(120_000);
      await signIn(page, 'hugo');
      for (const path of people) {
        await check(page, path);
      }
    });

    test('the doctor’s hours, absences and profile are accessible', async ({ page }) => {
      test.setTimeout(120_000);
      await signIn(page, 'hugo');
      for (const path of hours) {
        await check(page, path);
      }
      await page.goto('/medecin/disponibilites');
      await page.getByText('Saisie rapide de la semaine').click();
      await page.getByRole('button', { name: /^Modifier lundi/ }).click();
      await page.getByRole('button', { name: /^Copier mardi/ }).click();
      await inspect(page, 'hours being edited');
      await page.goto('/medecin/absences');
      await page.getByRole('button', { name: 'Ajouter une absence' }).click();
      await inspect(page, 'absence form');
    });

    test('the administration is accessible', async ({ page }) => {
      test.setTimeout(120_000);
      await signIn(page, 'direction');
      for (const path of administration) {
        await check(page, path);
      }
    });

    test('the patient’s screens are accessible', async ({ page }) => {
      test.setTimeout(120_000);
      await signIn(page, 'lea');
      for (const path of signedIn) {
        await check(page, path);
      }
    });
  });
}
