import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form, required } from '@angular/forms/signals';
import { formSubmission } from './submit-form';

const refused = (details: object) =>
  new HttpErrorResponse({ status: 400, error: { code: 'invalid', error: 'Non.', details } });

describe('formSubmission', () => {
  function start(code = 'A', day = '2000-01-01') {
    const model = signal({ code, day });
    return TestBed.runInInjectionContext(() => {
      const fields = form(model, (path) => {
        required(path.code, { message: 'missing' });
      });
      return { model, fields, submission: formSubmission(fields, () => 'in words') };
    });
  }
  const event = new Event('submit');

  it('runs nothing while something is missing', async () => {
    const { submission, fields } = start('');
    let runs = 0;
    await submission.run(event, async () => void (runs += 1));

    expect(runs).toBe(0);
    expect(fields.code().touched()).toBe(true);
    expect(submission.busy()).toBe(false);
  });

  it('puts what the server refuses on its field, everything else above the form', async () => {
    const { submission, fields } = start();
    await submission.run(event, () => Promise.reject(refused({ code: ['Inconnu.'] })));
    expect(fields.code().errors()).toMatchObject([{ kind: 'server', message: 'Inconnu.' }]);
    expect(submission.error()).toBe('');

    const other = start();
    await other.submission.run(event, () => Promise.reject(refused({ nothing: ['here'] })));
    expect(other.submission.error()).toBe('in words');
    await other.submission.run(event, () => Promise.resolve());
    expect(other.submission.error()).toBe('');
  });

  it('tries again what was refused, when another field was the wrong one', async () => {
    const { submission, model } = start();
    await submission.run(event, () => Promise.reject(refused({ code: ['Inconnu.'] })));
    model.update((value) => ({ ...value, day: '2000-01-02' }));
    const sent: string[] = [];
    await submission.run(event, async () => void sent.push(model().day));

    expect(sent).toEqual(['2000-01-02']);
  });
});
