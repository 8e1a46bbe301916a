/** Something that the server told. */
export interface Told {
  readonly kind: string;
  readonly data: Record<string, unknown>;
}

const kinds = ['job', 'playable', 'clip', 'beats', 'setAside', 'project', 'revision', 'trashed', 'shot', 'sound', 'lost'];

/**
 * One stream of events for all tabs of this browser: it allows six connections to one server for all of them together. The tab that holds
 * the lock listens and tells the others.
 */
export class Events {
  private source: EventSource | null = null;
  private readonly channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('montage-events');

  constructor(
    private readonly heard: (told: Told) => void,
    private readonly connected: (yes: boolean) => void,
  ) {
    this.channel?.addEventListener('message', (e: MessageEvent<Told>) => {
      if (e.data.kind === 'connected') connected(e.data.data.yes === true);
      else heard(e.data);
    });
  }

  start(): void {
    if (typeof navigator === 'undefined' || !navigator.locks) {
      this.listen();
      return;
    }
    // Held until the tab is closed; then another one gets it.
    void navigator.locks.request('montage-events', () => {
      this.listen();
      return new Promise<never>(() => {});
    });
  }

  private listen(): void {
    const source = new EventSource('/api/events');
    this.source = source;
    source.onopen = () => this.tell({ kind: 'connected', data: { yes: true } });
    source.onerror = () => {
      this.tell({ kind: 'connected', data: { yes: false } });
      // A browser gives up on answers that are no stream; the server may be back later.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.source === source && this.listen(), 2000);
    };
    for (const kind of kinds)
      source.addEventListener(kind, (e) => {
        try {
          this.tell({ kind, data: JSON.parse((e as MessageEvent<string>).data) as Record<string, unknown> });
        } catch {
          this.tell({ kind: 'lost', data: {} });
        }
      });
  }

  private tell(told: Told): void {
    this.channel?.postMessage(told);
    if (told.kind === 'connected') this.connected(told.data.yes === true);
    else this.heard(told);
  }
}
