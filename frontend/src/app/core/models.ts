/**
 * The names the pages use for the generated API types: one place to see what the application
 * speaks about, and to adapt when a schema is renamed.
 */
export type {
  AppointmentOut as Appointment,
  AppointmentStatusEnum as AppointmentStatus,
  ConsultationModeEnum as Mode,
  DependantOut as Dependant,
  DirectoryDoctor,
  DirectoryPage as DoctorDetail,
  FacetsOut as Facets,
  HistoryOut as HistoryEntry,
  HoldOut as HeldSlot,
  TransitionEnum as Transition,
  NotificationOut as Notification,
  PatientProfile,
  PreferencesOut as MailPreferences,
  RoleEnum as Role,
  SlotModeEnum as SlotMode,
  SpaConfig as PlatformConfig,
  SpecialtyOut as Specialty,
  UserOut as User,
} from '../api/models';

import type { DirectoryCardSlot, DirectorySlot as FullSlot, NextSlot } from '../api/models';

/** A free slot in any of the three widths the directory gives it. */
export type DirectorySlot = NextSlot &
  Partial<FullSlot> &
  Partial<Pick<DirectoryCardSlot, 'doctor'>>;
