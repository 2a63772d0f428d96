import DefaultTheme from "vitepress/theme";

export default {
  extends: DefaultTheme,
  enhanceApp() {
    // Pages are also rendered where there is no document.
    if (!import.meta.env.SSR) import("wemem-lab");
  },
};
