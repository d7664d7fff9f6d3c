"""What was reported, and does the model agree with it?"""
