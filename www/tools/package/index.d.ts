import type { Finished, Progress, WememLab } from "./types/element.js";

export * from "./types/element.js";

/** What the tag tells, beside the events of any element; all bubble and are composed. */
export interface WememLabEvents {
  "wemem-ready": CustomEvent<{ height: number | null }>;
  "wemem-progress": CustomEvent<Progress>;
  "wemem-round": CustomEvent<{ arm: string; round: number }>;
  "wemem-finished": CustomEvent<Finished>;
  "wemem-error": CustomEvent<{ message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "wemem-lab": WememLab;
  }
  interface HTMLElementEventMap extends WememLabEvents {}
}
