"""Databases of Discourse Network Analyzer."""
