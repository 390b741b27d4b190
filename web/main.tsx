import './layout/theme.css';
import './layout/layout.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { requestViewer } from './account/viewer.ts';
import { client } from './client.ts';
import { App } from './layout/App.tsx';
import { keepLoadedFonts, whenFirstControlled } from './offline/register.ts';
import { requestStart } from './start.ts';

void requestStart();
void requestViewer();
void import('./shared/fonts.ts').then(({ registerFonts }) => registerFonts());
whenFirstControlled(keepLoadedFonts);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Provider value={client}>
      <App />
    </Provider>
  </StrictMode>,
);
