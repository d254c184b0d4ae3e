"""What is on screen, and the headless commands."""
