"""Hội Nhập: reading directives, assigning duties, reporting on international integration."""

__version__ = "0.1.0"
