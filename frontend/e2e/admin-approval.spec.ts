import { expect, test } from './journey';
import { signIn, visitor } from './people';

test('a doctor registers, waits, is approved and gets in', async ({ page, browser }) => {
  const admin = await visitor(browser);
  await signIn(admin, 'direction');
  await expect(admin.getByRole('heading', { name: 'Administration' })).toBeVisible();

  await page.goto('/inscription?profil=medecin');
  await page.getByLabel('Prénom').fill('Sacha');
  await page.getByLabel('Nom', { exact: true }).fill('Brunel');
  await page.getByLabel('Adresse e-mail').fill('sacha@example.org');
  await page.getByLabel('Mot de passe', { exact: true }).fill('un parcours complet');
  await page.getByLabel('Spécialité').selectOption({ label: 'Cardiologie' });
  await page.getByRole('button', { name: 'Demander l’ouverture de mon compte' }).click();
  await expect(page).toHaveURL('/en-attente');
  await page.goto('/medecin/disponibilites');
  await expect(page.getByText('en attente de validation')).toBeVisible();

  await admin.reload();
  await admin.getByRole('button', { name: /Valider le compte.*Brunel/ }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Valider' }).click();
  await expect(admin.getByText(/Compte ouvert.*Brunel/)).toBeVisible();
  await expect(admin.getByRole('button', { name: /Valider le compte.*Brunel/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Vérifier maintenant' }).click();
  await expect(page).toHaveURL(/\/medecin/);
  await page.goto('/medecin/disponibilites');
  await expect(page.getByRole('heading', { name: 'Pas encore d’horaires' })).toBeVisible();

  // A closed account is out at once; its filters live in the address.
  await admin.getByRole('link', { name: 'Comptes', exact: true }).click();
  await admin.getByRole('button', { name: 'Médecin' }).click();
  await expect(admin).toHaveURL(/role=medecin/);
  await admin.getByLabel('Nom, identifiant ou e-mail').fill('sacha');
  await admin.getByRole('button', { name: 'Chercher' }).click();
  await expect(admin).toHaveURL(/q=sacha/);
  await expect(admin.locator('app-account-row')).toHaveCount(1);
  await admin.getByRole('button', { name: /Fermer le compte/ }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Fermer le compte' }).click();
  await expect(admin.getByText('Fermé', { exact: true })).toBeVisible();
});

test('a specialty in use stays, an unused one goes', async ({ page }) => {
  await signIn(page, 'direction');
  await page.goto('/admin-clinique/specialites');
  await page.getByRole('button', { name: 'Supprimer Cardiologie' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }).click();
  await expect(page.getByText('est la spécialité d’au moins un médecin')).toBeVisible();
  await page.getByRole('button', { name: 'Ajouter une spécialité' }).click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Indiquez le nom.')).toBeVisible();
  await page.getByLabel('Nom en français').fill('Podologie');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('button', { name: 'Renommer Podologie' }).click();
  await page.getByLabel('Nom en anglais').fill('Podiatry');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('button', { name: 'Renommer Podologie' })).toBeVisible();
  await page.getByRole('button', { name: 'Supprimer Podologie' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }).click();
  await expect(page.getByRole('button', { name: 'Renommer Podologie' })).toHaveCount(0);
});
