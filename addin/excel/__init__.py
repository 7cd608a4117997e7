"""What only Excel needs: the add-in's package built from source, the bridge to Python, install and uninstall."""
