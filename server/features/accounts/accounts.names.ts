/** Names and handles that nobody may take, because they speak for the forum. */
import { nameKeys } from '../../../shared/skeleton.ts';
import { badField, conflict } from '../../core/errors.ts';
import { slugOf } from '../../core/slug.ts';

/** Those who act for a forum, and the forum's own voice, in the languages of its members. */
const roles = `
  Muster, Admin, Administrator, Administrators, Administration, Moderator, Moderators, Moderation, System, Everyone, Everybody,
  Former member, Deleted account, Unknown,
  Administratorin, Moderatorin, Systemnachricht, Ehemaliges Mitglied, Gelöschtes Konto, Unbekannt, Alle,
  Administrateur, Administratrice, Modérateur, Modératrice, Système, Ancien membre,
  Administrador, Administradora, Moderador, Moderadora, Sistema, Antiguo miembro,
  Amministratore, Amministratrice, Moderatore, Moderatrice, Beheerder, Systeem,
  Administratör, Järjestelmä, Ylläpitäjä, Valvoja, Moderaattori, Haldur, Süsteem,
  Administrátor, Moderátor, Správce, Správca, Systém, Rendszergazda, Rendszer,
  Administratorius, Moderatorius, Sistēma, Skrbnik, Sistem, Yönetici, Moderatör,
  Διαχειριστής, Συντονιστής, Σύστημα, Администратор, Модератор, Система, Адміністратор, Адміністрація,
  ადმინისტრატორი, მოდერატორი, სისტემა, Ադմինիստրատոր, Մոդերատոր,
  مدير النظام, المدير, المشرف, النظام, מנהל המערכת, מנהל, מערכת, व्यवस्थापक, प्रशासक, ผู้ดูแลระบบ, ระบบ,
  管理员, 管理員, 版主, 系统, 系統, 管理者, モデレーター, システム, 관리자, 운영자, 시스템
`;
const reserved = roles.split(',').map((name) => name.trim());
const reservedKeys = new Set(reserved.flatMap(nameKeys));
/** As a handle, they would also pass for somebody to turn to, or for a whole channel. */
const reservedHandles = new Set([
  ...reserved.map((name) => slugOf(name)),
  ...['all', 'channel', 'here', 'help', 'support', 'mod', 'mods', 'admins', 'me', 'root', 'bot'],
]);

/** Throws when a name is that of the forum, or of one of its offices. */
export function assertMayBeCalled(name: string, forumName: string): void {
  const own = nameKeys(forumName);
  if (nameKeys(name).some((key) => reservedKeys.has(key) || own.includes(key)))
    throw badField('name', 'reserved', 'this name speaks for the forum itself');
}

/** Nobody else may have, or keep from its owner, the handle that a deleted account gets. */
const isOfFormer = (handle: string) => handle.startsWith('former-');

const isReserved = (handle: string, forumName: string) =>
  reservedHandles.has(handle) || isOfFormer(handle) || handle === slugOf(forumName);

/** Throws when a handle is kept for the forum. */
export function assertMayHaveHandle(handle: string, forumName: string): void {
  if (isReserved(handle, forumName))
    throw badField('handle', 'reserved', 'this handle speaks for the forum itself');
}

/** A handle to begin with, out of a name. */
export function firstHandle(name: string, languages: readonly string[], fallback: string): string {
  const slug = slugOf(name, languages);
  if (!slug) return fallback;
  return reservedHandles.has(slug) || isOfFormer(slug) ? `${fallback}-${slug}` : slug;
}

/** How long a handle is kept at least. */
const leastKept = 7 * 86_400_000;

/** Throws when a member changed their handle less than a week before. */
export function assertMayChangeHandle(last: string | null, at: string): void {
  const rest = last ? Date.parse(last) + leastKept - Date.parse(at) : 0;
  if (rest > 0)
    throw conflict('A handle can be changed once a week.', {
      reason: 'HANDLE_CHANGED',
      retryAfter: Math.ceil(rest / 1000),
    });
}
