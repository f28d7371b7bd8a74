"""What customers may still buy: models of how long and how often they come, and of what a purchase brings."""
