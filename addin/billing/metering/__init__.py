"""From readings to energy: multipliers, meter changes, sub-meters, losses, what is billed to whom."""
