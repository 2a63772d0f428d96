export default {
  title: "Pages with wemem-lab in them",
  head: [["link", { rel: "icon", href: "/wemem-lab/icon.svg" }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "wemem-lab" } } },
};
