"""What several annotators made of one text: what corresponds, and in what they differ."""
