/** What the run in view is, for pictures that leave the page. */
export const about = { settings: "", software: "wemem-lab" };

/** In one line. */
export const inOneLine = () => [about.software, about.settings].filter(Boolean).join("; ");
