import type { Screen } from './state';

const screens: readonly Screen[] = ['gather', 'edit', 'beats', 'deliver'];

/** What an address says behind its '#'. */
export interface Address {
  readonly token?: string;
  readonly project?: string;
  readonly screen?: Screen;
}

export function read(hash: string): Address {
  const token = /token=([^&]+)/.exec(hash)?.[1];
  const screen = /screen=(\w+)/.exec(hash)?.[1];
  return {
    token: token && decodeURIComponent(token),
    project: /project=([\w-]+)/.exec(hash)?.[1],
    screen: screens.find((s) => s === screen),
  };
}

/** Names project and screen, so that a reload comes back to them; the token is not kept in it. */
export function written(project: string | undefined, screen: Screen): string {
  if (!project) return '#';
  return screen === 'edit' || screen === 'start' ? `#project=${project}` : `#project=${project}&screen=${screen}`;
}
