"""What a kWh, a kW and a kVA cost on a day: published, catalogue and market prices, and their periods."""
