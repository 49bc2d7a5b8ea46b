import { HttpClient, httpResource } from '@angular/common/http';
import {
  afterRenderEffect,
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  signal,
  untracked,
} from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { firstValueFrom } from 'rxjs';
import { doctorsMeRetrieve } from '../../api/fn/doctors/doctors-me-retrieve';
import { specialtiesList } from '../../api/fn/specialties/specialties-list';
import type { DoctorProfile } from '../../api/models';
import { Session } from '../../core/auth/session';
import { isProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { patchTagged } from '../../core/http/tagged';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import type { Mode, Specialty } from '../../core/models';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import {
  BUFFERS,
  CANCEL_NOTICES,
  choices,
  fromProfile,
  HORIZONS,
  inUnits,
  MIN_NOTICES,
  type ProfileForm,
  profileSchema,
  toProfile,
} from './profile-schema';

const LANGUAGES = ['fr', 'en', 'ar', 'de', 'es', 'it', 'pt', 'ru', 'tr', 'zh'];

/** What patients see of the doctor, and the rules by which they book. */
@Component({
  selector: 'app-doctor-profile-form',
  imports: [ErrorState, Field, FormError, FormField, Skeleton],
  templateUrl: './profile-form.html',
  styleUrl: './profile-form.scss',
})
export class DoctorProfileForm {
  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly formats = inject(Formats);
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);

  protected readonly profile = httpResource<DoctorProfile>(() => doctorsMeRetrieve.PATH);
  protected readonly specialties = httpResource<Specialty[]>(() => specialtiesList.PATH);
  protected readonly specialtyList = computed(() =>
    this.specialties.hasValue() ? this.specialties.value() : [],
  );
  private readonly model = signal<ProfileForm>(
    fromProfile({ first_name: '', last_name: '' } as DoctorProfile, 'fr'),
  );
  protected readonly fields = form(this.model, profileSchema);
  protected readonly overtaken = signal(false);
  protected readonly submission = formSubmission(this.fields, injectProblemText(), {
    explain: (problem) =>
      problem.code === 'version_conflict' ? this.t('doctor.profile.overtaken') : null,
  });
  readonly dirty = computed(() => this.fields().dirty());
  private etag = '';

  protected readonly modes: readonly Mode[] = ['presentiel', 'distanciel'];
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly languages = computed(() =>
    [...new Set([...LANGUAGES, ...this.model().languages])].map((code) => ({
      code,
      name: this.formats.languageName(code),
      on: this.model().languages.includes(code),
    })),
  );
  protected readonly notices = computed(() =>
    choices(MIN_NOTICES, this.model().min_notice_minutes).map((count) => this.option(count)),
  );
  protected readonly cancelNotices = computed(() =>
    choices(CANCEL_NOTICES, this.model().cancel_notice_minutes).map((count) => this.option(count)),
  );
  protected readonly buffers = computed(() =>
    choices(BUFFERS, this.model().buffer_minutes).map((count) => this.option(count)),
  );
  protected readonly horizons = computed(() =>
    choices(HORIZONS, this.model().horizon_days).map((days) => ({
      value: String(days),
      text: this.i18n.plural('doctor.profile.ahead', days),
    })),
  );

  constructor() {
    const page = inject(DOCUMENT);
    // The bar that appears must not cover the field that is being changed.
    afterRenderEffect(() => {
      if (this.dirty()) {
        page.activeElement?.scrollIntoView({ block: 'nearest' });
      }
    });
    effect(() => {
      if (this.profile.hasValue()) {
        const profile = this.profile.value();
        const etag = this.profile.headers()?.get('ETag');
        untracked(() => {
          if (this.profile.status() === 'resolved') {
            this.etag = etag ?? this.etag;
          }
          this.fields().reset(this.read(profile));
        });
      }
    });
  }

  protected toggleLanguage(code: string): void {
    this.fields.languages().value.update((codes) => toggled(codes, code));
    this.fields.languages().markAsDirty();
  }

  protected toggleMode(mode: Mode): void {
    this.fields.modes().value.update((modes) => toggled(modes, mode));
    this.fields.modes().markAsDirty();
    this.fields.modes().markAsTouched();
  }

  protected undo(): void {
    this.fields().reset(this.read(this.profile.value() as DoctorProfile));
  }

  protected reload(): void {
    this.overtaken.set(false);
    this.profile.reload();
  }

  protected save(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      this.overtaken.set(false);
      try {
        await this.write();
      } catch (error) {
        this.overtaken.set(isProblem(error, 'version_conflict'));
        throw error;
      }
      this.toasts.show(this.t('doctor.profile.saved'));
      await this.session.loadUser();
    });
  }

  private async write(): Promise<void> {
    try {
      await this.patch(this.etag);
    } catch (error) {
      const etag = isProblem(error, 'version_conflict') ? await this.harmlessTag() : null;
      if (etag === null) {
        throw error;
      }
      await this.patch(etag);
    }
  }

  private async patch(etag: string): Promise<void> {
    const body = toProfile(this.model());
    const answer = await patchTagged<DoctorProfile>(this.http, doctorsMeRetrieve.PATH, body, etag);
    const saved = answer.value;
    this.etag = answer.etag;
    this.profile.set(saved);
    this.fields().reset(this.read(saved));
  }

  /** The present tag when only what this form does not hold has changed: the picture, say. */
  private async harmlessTag(): Promise<string | null> {
    const answer = await firstValueFrom(
      this.http.get<DoctorProfile>(doctorsMeRetrieve.PATH, { observe: 'response' }),
    );
    const text = (profile: DoctorProfile) => JSON.stringify(this.read(profile));
    const same = answer.body && text(answer.body) === text(this.profile.value() as DoctorProfile);
    return same ? answer.headers.get('ETag') : null;
  }

  private read(profile: DoctorProfile): ProfileForm {
    return fromProfile(profile, this.i18n.language());
  }

  private option(minutes: number): { value: string; text: string } {
    const { unit, count } = inUnits(minutes);
    const value = String(minutes);
    return minutes === 0
      ? { value, text: this.t('doctor.profile.none') }
      : { value, text: this.i18n.plural(`doctor.profile.${unit}`, count) };
  }
}

function toggled<T>(items: readonly T[], item: T): T[] {
  return items.includes(item) ? items.filter((one) => one !== item) : [...items, item];
}
