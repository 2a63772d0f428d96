project = "Pages with wemem-lab in them"
extensions = ["myst_parser"]
exclude_patterns = ["_static", ".venv"]
html_static_path = ["_static"]  # wemem-lab lies in it
html_js_files = [("wemem-lab/element.js", {"type": "module"})]
html_favicon = "_static/wemem-lab/icon.svg"
