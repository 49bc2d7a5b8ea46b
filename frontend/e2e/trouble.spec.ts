import type { Page } from '@playwright/test';
import { expect, test } from './journey';
import { fillSignIn, signIn } from './people';

/** As if the server had stopped: nothing that is asked for arrives. */
async function stopServer(page: Page): Promise<() => Promise<void>> {
  await page.route('**/*', (route) => route.abort('connectionrefused'));
  return () => page.unroute('**/*');
}

const notices = (page: Page) => page.locator('app-shell > .notices');

test('a chunk that an update has removed leads to the offer to reload', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('app-doctor-card').first()).toBeVisible();
  await page.route('**/*.js', (route) => route.fulfill({ status: 404, body: '{}' }));
  await page.getByRole('link', { name: 'Se connecter' }).click();
  await expect(notices(page)).toContainText('Une nouvelle version de Créneau est disponible.');
  await page.unroute('**/*.js');
  await notices(page).getByRole('button', { name: 'Recharger' }).click();
  await expect(page).toHaveURL('/connexion');
  await expect(page.getByLabel('Adresse e-mail')).toBeVisible();
  await expect(notices(page)).toHaveText('');
});

test('a page that cannot arrive says so, and opens once the server is back', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('app-doctor-card').first()).toBeVisible();
  const start = await stopServer(page);
  await page.getByRole('link', { name: 'Se connecter' }).click();
  await expect(notices(page)).toContainText('le serveur ne répond pas');
  await notices(page).getByRole('button', { name: 'Réessayer' }).click();
  await expect(notices(page)).toContainText('le serveur ne répond pas');
  await start();
  await notices(page).getByRole('button', { name: 'Réessayer' }).click();
  await expect(page).toHaveURL('/connexion');
  await expect(page.getByLabel('Adresse e-mail')).toBeVisible();
});

test('a search without an answer keeps what was asked and can be tried again', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('app-doctor-card').first()).toBeVisible();
  const start = await stopServer(page);
  await page.getByLabel('Ville').selectOption('Lyon');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page.getByRole('alert')).toContainText('Le serveur ne répond pas.');
  await start();
  await page.getByRole('alert').getByRole('button', { name: 'Réessayer' }).click();
  await expect(page.locator('app-doctor-card')).toHaveCount(1);
});

test('a sign-in says when the server is away, and how long a limit lasts', async ({ page }) => {
  await page.goto('/connexion');
  await expect(page.getByLabel('Adresse e-mail')).toBeVisible();
  const start = await stopServer(page);
  await fillSignIn(page, 'lea');
  await expect(page.getByRole('alert')).toContainText('Le serveur ne répond pas.');
  await start();
  await page.route('**/api/users/login/', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'Retry-After': '40' },
      json: { error: 'Trop de demandes.', code: 'throttled', details: {} },
    }),
  );
  await fillSignIn(page, 'lea');
  await expect(page.getByRole('alert')).toContainText('Réessayez dans 1 min');
  await page.unroute('**/api/users/login/');
  await fillSignIn(page, 'lea');
  await expect(page).toHaveURL('/mes-rendez-vous');
});

test('a booking that gets no answer keeps the slot and is sent once', async ({ page }) => {
  await signIn(page, 'lea');
  await page.goto('/medecins/2');
  await page.locator('app-slot-grid button').nth(9).click();
  await expect(page.getByRole('timer')).toBeVisible();
  await page.getByLabel('Motif de consultation').fill('Vertiges');
  const start = await stopServer(page);
  await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(page.getByRole('alert')).toContainText('Le serveur ne répond pas.');
  await expect(page.getByLabel('Motif de consultation')).toHaveValue('Vertiges');
  await start();
  await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
});

test('an unknown address and a start without texts each have their page', async ({ page }) => {
  await page.goto('/nulle-part');
  await expect(page.getByRole('heading', { name: 'Cette page n’existe pas' })).toBeVisible();
  await expect(page).toHaveTitle('Page introuvable · Créneau');
  await page.getByRole('link', { name: 'Retour à l’accueil' }).click();
  await expect(page).toHaveURL('/');

  await page.route('**/i18n/**', (route) => route.abort('internetdisconnected'));
  await page.goto('/');
  await expect(page.getByText('Créneau n’a pas pu démarrer.')).toBeVisible();
  await page.unroute('**/i18n/**');
  await page.getByRole('button', { name: /Recharger/ }).click();
  await expect(page.locator('app-doctor-card').first()).toBeVisible();
});
