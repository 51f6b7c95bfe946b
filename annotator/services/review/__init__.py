"""Comparing what several annotators made of one text: placing, alignment, differences."""
