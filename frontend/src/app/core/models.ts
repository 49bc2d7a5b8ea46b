export type Role = 'PATIENT' | 'DOCTOR' | 'ADMIN';
export type Mode = 'presentiel' | 'distanciel';
export type SlotMode = Mode | 'both';
export type AppointmentStatus =
  'pending' | 'confirmed' | 'declined' | 'cancelled' | 'completed' | 'no_show';
export type Move =
  'confirm' | 'decline' | 'cancel' | 'complete' | 'no_show' | 'reschedule' | 'assign';

export interface User {
  id: number;
  username: string;
  email: string;
  role: Role;
  is_approved: boolean;
  is_active: boolean;
  is_email_verified: boolean;
  language: string;
  phone: string;
  bio: string;
  display_name: string;
  first_name: string;
  last_name: string;
  profile_id: number | null;
  picture: string | null;
  date_joined: string;
}

export interface Specialty {
  id?: number;
  slug: string;
  name: string;
}

export interface DirectorySlot {
  id: number;
  start: string;
  end: string;
  mode: SlotMode;
  remaining?: number;
  location?: string;
  doctor?: number;
}

export interface DirectoryDoctor {
  id: number;
  name: string;
  first_name: string;
  last_name: string;
  specialty: { slug: string; name: string } | null;
  city: string;
  address: string;
  languages: string[];
  modes: Mode[];
  fee: string | null;
  currency: string;
  picture: string | null;
  next_slot: DirectorySlot | null;
}

export interface DoctorDetail extends DirectoryDoctor {
  bio: string;
  time_zone: string;
  postal_code: string;
  schedule: string;
  auto_confirm: boolean;
  cancel_notice_minutes: number;
}

export interface Facets {
  cities: string[];
  languages: string[];
  specialties: { slug: string; name: string; doctors: number }[];
}

export interface PersonRef {
  id: number;
  name: string;
}

export interface Appointment {
  id: number;
  status: AppointmentStatus;
  doctor:
    | (PersonRef & { specialty?: string; city?: string; address?: string; picture?: string | null })
    | null;
  patient: PersonRef & { phone?: string };
  slot: { id: number; start_time: string; end_time: string } | null;
  start_time: string | null;
  end_time: string | null;
  requested_start: string | null;
  requested_end: string | null;
  motif: string;
  consultation_mode: Mode;
  location_note: string;
  message_patient: string;
  message_medecin: string;
  created_at: string;
  version: number;
  moves?: Move[];
  cancel_until?: string | null;
}

export interface HistoryEntry {
  at: string;
  by: PersonRef | null;
  party: 'patient' | 'doctor' | 'admin' | 'system';
  move: string;
  from: string;
  to: string;
  reason: string;
  details: unknown;
}

export interface Notification {
  id: number;
  kind: string;
  title: string;
  text: string;
  link: string;
  created_at: string;
  read_at: string | null;
}

export interface PatientProfile {
  id: number;
  first_name: string;
  last_name: string;
  birth_date: string | null;
  age: number | null;
  sex: 'female' | 'male' | 'other' | '';
  phone: string;
  address: string;
  city: string;
  antecedents: string;
  status: string;
  blood_pressure: number | string | null;
  cholesterol_level: string;
}

export interface PlatformConfig {
  time_zone: string;
  currency: string;
  languages: string[];
  demo: boolean;
  hold_minutes: number;
}
