"""Files of others into documents and annotation files."""
