"""Computing a bill: readings, losses, capacity and demand, power factor, prices, the statement and its comparison."""
