"""Measurements of what people wait for, each beside a peer in the same run: see run.py."""
