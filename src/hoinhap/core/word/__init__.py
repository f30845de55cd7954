"""Write Word files from values: `page` is the administrative page, the other modules are papers."""
