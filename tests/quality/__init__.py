"""How good suggestions and offers are, on texts that others annotated. Nothing is tuned on what is reported here."""
