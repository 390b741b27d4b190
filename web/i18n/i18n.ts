import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../view/view.ts';
import { openedView, replaceView } from '../view/viewStore.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

const STORAGE_KEY = 'jinlin.language';
const HTML_LANG = { zh: 'zh-CN', en: 'en' } as const;

const initial = openedView.language ?? remembered() ?? preferred();

/** The translations, ready at once: both languages are small enough to come with the page. */
export const i18n = i18next.createInstance();

i18n.use(initReactI18next).init({
  lng: initial,
  fallbackLng: 'zh',
  resources: { zh: { translation: zh }, en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});
document.documentElement.lang = HTML_LANG[initial];

/** Switches the language of everything, remembers it, and puts it into the link. */
export function setLanguage(language: Language): void {
  void i18n.changeLanguage(language);
  document.documentElement.lang = HTML_LANG[language];
  replaceView({ language });
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Storage may be forbidden; the link still carries the language.
  }
}

/** The current language and the translate function, following changes. */
export function useI18n() {
  const { t, i18n: instance } = useTranslation('translation', { i18n });
  return { t, language: instance.language as Language };
}

function remembered(): Language | undefined {
  try {
    const value = localStorage.getItem(STORAGE_KEY);
    return value === 'zh' || value === 'en' ? value : undefined;
  } catch {
    return undefined;
  }
}

function preferred(): Language {
  const first = navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag));
  return first && /^en/i.test(first) ? 'en' : 'zh';
}
