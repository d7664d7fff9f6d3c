"""What is expected to be reported, and how good were such expectations?"""
