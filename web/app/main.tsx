import '../ui/theme.css';
import '../ui/kit.css';
import './layout.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { requestViewer } from '../account/viewer.ts';
import { client } from '../hub/client.ts';
import { cacheLoadedFonts, whenFirstControlled } from '../hub/offline/register.ts';
import { requestStart } from '../hub/start.ts';
import { App } from './App.tsx';

void requestStart();
void requestViewer();
void import('../ui/fonts.ts').then(({ registerFonts }) => registerFonts());
whenFirstControlled(cacheLoadedFonts);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Provider value={client}>
      <App />
    </Provider>
  </StrictMode>,
);
