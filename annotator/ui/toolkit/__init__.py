"""What panes and dialogs are made of; knows none of them."""
