import { mount } from 'svelte';
import './app.css';
import { read } from './core/address';
import App from './ui/App.svelte';
import { studio } from './ui/page';

mount(App, { target: document.getElementById('page')! });
void studio.start(location.hash);

// An address that is put into a page that is open already leads there, too.
addEventListener('hashchange', () => {
  const { token, project, screen } = read(location.hash);
  if (token) location.reload();
  else if (project && project !== studio.now.project?.id) void studio.open(project, screen);
});
