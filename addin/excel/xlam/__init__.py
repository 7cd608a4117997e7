"""KeyWatt.xlam from source: VBA project, ribbon and package, written without Excel."""
