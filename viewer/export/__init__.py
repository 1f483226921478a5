"""What is shown as text that other programs read."""
