"""The pages of the library: HTTP only, one module for each kind of page."""
