"""A review: differences settled into one adjudicated layer."""
