import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './graphiql.css';
import { GraphiQL, type GraphiQLProps } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { registerFonts } from '../ui/fonts.ts';
import { examples } from './examples.ts';

registerFonts();

const fetcher: GraphiQLProps['fetcher'] = async (parameters, options) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options?.headers },
    body: JSON.stringify(parameters),
  });
  return response.json();
};

createRoot(document.getElementById('graphiql') as HTMLElement).render(
  <GraphiQL fetcher={fetcher} defaultTabs={examples} defaultEditorToolsVisibility="variables">
    <GraphiQL.Logo>近邻 Jinlin</GraphiQL.Logo>
  </GraphiQL>,
);
