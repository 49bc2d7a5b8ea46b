import type { Page, Request } from '@playwright/test';
import { expect, test } from './journey';
import { mailedLink } from './mailbox';
import { fillSignIn, mail, PASSWORD } from './people';

/** Every address that the browser asks for from now on. */
function addressesAsked(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request: Request) => asked.push(request.url()));
  return asked;
}

function tokenOf(link: string): string {
  return new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '';
}

test('a forgotten password is set anew by the mailed link, whose token no address shows', async ({
  page,
  baseURL,
}) => {
  const address = mail('paul');
  await page.goto('/mot-de-passe-oublie');
  await page.getByLabel('Adresse e-mail').fill(address);
  await page.getByRole('button', { name: /Envoyer/ }).click();
  let link = '';
  await expect(async () => {
    link = await mailedLink(baseURL ?? '', address, 'reinitialiser');
  }).toPass();

  const asked = addressesAsked(page);
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await page.getByLabel('Nouveau mot de passe', { exact: true }).fill(PASSWORD);
  await expect(page).toHaveURL('/reinitialiser');
  await page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click();
  await expect(page.getByRole('link', { name: 'Se connecter' }).last()).toBeVisible();

  expect(asked.filter((url) => url.includes('token') || url.includes(tokenOf(link)))).toEqual([]);
  await page.goto('/connexion');
  await fillSignIn(page, 'paul');
  await expect(page.getByRole('heading', { name: 'Bonjour Paul' })).toBeVisible();
});

test('an address is confirmed by the mailed link', async ({ page, baseURL, request }) => {
  const address = 'nouvelle.venue@example.org';
  await request.post('/api/users/register/', {
    data: { email: address, password: PASSWORD, role: 'PATIENT' },
  });
  let link = '';
  await expect(async () => {
    link = await mailedLink(baseURL ?? '', address, 'verifier-email');
  }).toPass();

  const asked = addressesAsked(page);
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await expect(page.getByText('Merci, votre adresse est confirmée')).toBeVisible();
  await expect(page).toHaveURL('/verifier-email');

  expect(asked.filter((url) => url.includes('token') || url.includes(tokenOf(link)))).toEqual([]);
});
