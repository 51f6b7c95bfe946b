"""What a chart shows, and where its nodes stand."""
