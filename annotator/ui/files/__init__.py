"""Opening, saving and closing documents and folders, with what is asked on the way."""
