"""Whosaid: who said what about which weapon, when, through whom, and who disputes it."""

__version__ = "0.1.0"
