"""What machines without internet get: a folder with the program in it, or the wheels for a Python of their own."""
