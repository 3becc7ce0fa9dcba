from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names for ever-cached files, also inside `import` statements, so that our modules need no bundler."""

    support_js_module_import_aggregation = True
