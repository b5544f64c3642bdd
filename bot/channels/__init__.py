"""What the surfaces share, and one module for each surface."""
