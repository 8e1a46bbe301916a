import { mount } from 'svelte';
import './app.css';
import App from './ui/App.svelte';
import { studio } from './ui/page';

mount(App, { target: document.getElementById('page')! });
void studio.start(location.hash);
