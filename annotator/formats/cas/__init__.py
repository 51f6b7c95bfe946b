"""UIMA CAS, as INCEpTION and WebAnno exchange it."""
