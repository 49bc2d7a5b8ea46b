import { expect, test } from './journey';
import { signIn, visitor } from './people';

test('a patient sees which doctor opened their data, and when', async ({ browser }) => {
  const [ines, hugo] = [await visitor(browser), await visitor(browser)];
  await signIn(ines, 'ines');
  await ines.goto('/profil');
  await ines.getByRole('link', { name: 'Voir qui a ouvert mes données' }).click();
  await expect(ines.getByRole('heading', { name: 'Qui a ouvert mes données' })).toBeVisible();

  await ines.goto('/medecins/2');
  await ines.locator('app-slot-grid button').nth(30).click();
  await ines.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(ines.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
  const id = /rendez-vous\/(\d+)/.exec(ines.url())?.[1] ?? '';
  await signIn(hugo, 'hugo');
  await hugo.goto(`/medecin/rendez-vous/${id}`);
  await expect(hugo.getByRole('heading', { name: 'Inès Robert' })).toBeVisible();

  await ines.goto('/profil/acces');
  await expect(
    ines.getByRole('listitem').filter({ hasText: 'Hugo Marchand a consulté vos rendez-vous' }),
  ).toHaveCount(1);
  await expect(
    ines.getByRole('listitem').filter({ hasText: 'Hugo Marchand a consulté votre fiche' }),
  ).toHaveCount(1);

  // The clinic reads the same in its journal.
  const admin = await visitor(browser);
  await signIn(admin, 'direction');
  await admin.goto('/admin-clinique/journal');
  await admin.getByRole('button', { name: 'Lecture' }).click();
  await expect(admin).toHaveURL(/action=lecture/);
  await admin.getByLabel('Données').selectOption('Patient');
  await expect(admin).toHaveURL(/objet=Patient/);
  await admin
    .getByRole('button', { name: /hugo@example.org/ })
    .first()
    .click();
  await expect(admin).toHaveURL(/compte=\d+/);
  await expect(admin.locator('tbody tr').first()).toContainText('Lecture · fiches de patients');
  await admin.getByRole('button', { name: 'Effacer les filtres' }).click();
  await expect(admin).toHaveURL(/journal$/);
});
