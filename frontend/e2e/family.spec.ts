import { expect, test } from './journey';
import { signIn } from './people';

test('a parent books for a child, whose name stands wherever the appointment does', async ({
  page,
}) => {
  await signIn(page, 'ines');
  await page.goto('/profil');
  const card = page.locator('app-dependants-card');
  await card.getByRole('button', { name: 'Ajouter un proche' }).click();
  await expect(card.getByLabel('Prénom')).toBeFocused();
  await card.getByLabel('Prénom').fill('Zoé');
  await card.getByLabel('Nom', { exact: true }).fill('Robert');
  await card.getByLabel('Date de naissance').fill('2020-03-14');
  await card.getByRole('button', { name: 'Ajouter un proche' }).click();
  await expect(card.getByRole('listitem')).toContainText('Zoé Robert');
  await expect(card.getByRole('listitem')).toContainText('7 ans');

  await page.goto('/medecins/2');
  await page.locator('app-slot-grid button').nth(30).click();
  const zoe = page.getByRole('button', { name: 'Zoé Robert' });
  await zoe.click();
  await expect(zoe).toHaveAttribute('aria-pressed', 'true');
  await page.getByLabel(/Motif de consultation/).fill('Vaccin');
  await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
  await expect(page.getByText('Pour Zoé Robert')).toBeVisible();

  await page.goto('/mes-rendez-vous');
  await expect(page.getByText('Pour Zoé Robert').first()).toBeVisible();
  await page.goto('/profil/medecins');
  const hugo = page.getByRole('listitem').filter({ hasText: 'Pour Zoé Robert' });
  await expect(hugo).toContainText('Hugo Marchand');
});
