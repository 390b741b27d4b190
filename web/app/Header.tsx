import { AccountButton } from '../account/AccountButton.tsx';
import { setLanguage, useI18n } from '../i18n/i18n.ts';
import { SearchBox } from '../search/SearchBox.tsx';

/** Title, search and language. */
export function Header({ city }: { city: string | undefined }) {
  const { t, language } = useI18n();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <header className="header">
      <h1 className="brand">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <rect width="32" height="32" rx="7" fill="#0f5c73" />
          <circle cx="12.5" cy="16" r="6.5" fill="none" stroke="#fff" strokeWidth="2.6" />
          <circle cx="19.5" cy="16" r="6.5" fill="none" stroke="#f0b58f" strokeWidth="2.6" />
        </svg>
        <span className="brand-city" data-testid="city">
          {city ? t('title', { city }) : ' '}
        </span>
        <span className="brand-product">{t('product')}</span>
      </h1>
      <SearchBox />
      <div className="header-buttons">
        <AccountButton />
        <button
          type="button"
          className="language"
          lang={other === 'zh' ? 'zh-CN' : 'en'}
          data-testid="language"
          onClick={() => setLanguage(other)}
        >
          {other === 'zh' ? '中文' : 'English'}
        </button>
      </div>
    </header>
  );
}
