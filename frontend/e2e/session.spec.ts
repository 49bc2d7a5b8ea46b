import { expect, test } from './journey';
import { fillSignIn, mail, signIn } from './people';

// A picture of one pixel.
const ONE_PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgL8sDAAGLAPQ8xSAqAAAAAElFTkSuQmCC';

test('a wrong password is explained, the right one leads back to where one was', async ({
  page,
}) => {
  await page.goto('/profil');
  await expect(page).toHaveURL('/connexion?retour=%2Fprofil');
  await page.getByLabel('Adresse e-mail').fill(mail('paul'));
  await page.getByLabel('Mot de passe', { exact: true }).fill('pas le bon');
  await page.locator('app-sign-in-form').getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('alert')).toContainText('ne correspond pas');
  await fillSignIn(page, 'paul');
  await expect(page).toHaveURL('/profil');
});

test('a reload keeps the session, and no token is within reach of scripts', async ({ page }) => {
  await signIn(page, 'paul');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Bonjour Paul' })).toBeVisible();
  const reachable = await page.evaluate(() =>
    [
      document.cookie,
      ...Object.values({ ...localStorage }),
      ...Object.values({ ...sessionStorage }),
    ].join(' '),
  );
  expect(reachable).not.toMatch(/eyJ/);
});

test('signing out in one tab signs out the other', async ({ page, context }) => {
  await signIn(page, 'paul');
  const other = await context.newPage();
  await other.goto('/mes-rendez-vous');
  await expect(other.getByRole('heading', { name: 'Bonjour Paul' })).toBeVisible();
  await page.getByRole('button', { name: /Mon compte/ }).click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  // What is said vanishes after a while; where one is led stays.
  await expect(other.getByText('Votre session est terminée.')).toBeVisible();
  await expect(other).toHaveURL(/\/connexion/);
});

test('a doctor who is not approved yet is told so', async ({ page }) => {
  await signIn(page, 'attente');
  await expect(page).toHaveURL('/en-attente');
  await page.goto('/medecin');
  await expect(page.getByText('en attente de validation')).toBeVisible();
});

test('the profile is saved and the page speaks English on request', async ({ page }) => {
  await signIn(page, 'paul');
  await page.goto('/profil');
  await page.getByLabel('Téléphone').fill('+33 6 12 34 56 78');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Vos informations sont enregistrées.')).toBeVisible();
  await page.getByRole('button', { name: /English/ }).click();
  await expect(page.getByRole('heading', { name: 'My profile' })).toBeVisible();
  await expect(page).toHaveTitle('My profile · Créneau');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'My profile' })).toBeVisible();
  await expect(page.getByLabel('Phone')).toHaveValue(/6 ?12 ?34 ?56 ?78/);
});

test('what one is mailed, and when not, is chosen in the profile', async ({ page }) => {
  await signIn(page, 'lea');
  await page.goto('/profil');
  await page.getByLabel('Rappels').uncheck();
  await expect(page.getByText('Votre choix est enregistré.')).toBeVisible();
  await page.getByLabel('De', { exact: true }).fill('22:15');
  await page.getByLabel('De', { exact: true }).blur();
  await expect(page.getByText('Votre choix est enregistré.').nth(1)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Rappels')).not.toBeChecked();
  await expect(page.getByLabel('De', { exact: true })).toHaveValue('22:15');
});

test('a patient chooses a picture; a file that is none is refused in words', async ({ page }) => {
  await signIn(page, 'lea');
  await page.goto('/profil');
  const file = page.getByLabel('Choisir une photo').first();

  await file.setInputFiles({
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: Buffer.from('not an image at all'),
  });
  await page.getByRole('button', { name: 'Garder cette photo' }).click();
  await expect(page.getByText('Ce fichier n’est pas une image')).toBeVisible();
  await page.getByRole('button', { name: 'Retour' }).click();

  await file.setInputFiles({
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: Buffer.from(ONE_PIXEL, 'base64'),
  });
  await page.getByRole('button', { name: 'Garder cette photo' }).click();
  await expect(page.getByText('Votre photo est enregistrée.')).toBeVisible();
  await page.getByRole('button', { name: 'Retirer' }).click();
  await expect(page.getByText('Votre photo est retirée.')).toBeVisible();
});

test('a page whose script is gone offers to reload', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.route(/chunk-.*\.js$/, (route) => route.abort());
  await page.getByRole('link', { name: 'Se connecter' }).first().click();

  await expect(page.getByText('Une nouvelle version de Créneau est disponible')).toBeVisible();
  await page.unroute(/chunk-.*\.js$/);
  await page.getByRole('button', { name: 'Recharger' }).click();
  await expect(page).toHaveURL(/\/connexion/);
  await expect(page.getByLabel('Mot de passe', { exact: true })).toBeVisible();
});
