"""What an article costs to annotate: actions and letters of an analyst who takes the cheapest way the window offers."""
