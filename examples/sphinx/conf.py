"""A course with labs: `sphinx-build . _build`."""

project = "Course"
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_js_files = [
    ("http://127.0.0.1:8080/nabla.js", {"type": "module"}),
    ("http://127.0.0.1:8080/nabla-frame.js", {"type": "module"}),
]
