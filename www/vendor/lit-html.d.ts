// The page loads `vendor/lit-html.js`, which `build.sh` copies from the package. Its types are those of the package.
export * from "lit-html";
