"""What a text is likely to hold: suggestions and what they rest on, as functions of text and stored counts."""
