"""Write workbooks from values: `cells` is what every sheet needs, the other modules are workbooks."""
