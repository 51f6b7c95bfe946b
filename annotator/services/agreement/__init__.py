"""How far annotators agree, as numbers and reports."""
