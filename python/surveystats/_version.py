"""The version of the package, which the library's must equal."""

__version__ = "0.1.0"
