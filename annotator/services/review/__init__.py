"""Comparing what several annotators made of one text: alignment, differences, agreement."""
