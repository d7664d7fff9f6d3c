"""What do reported figures teach about the values that nobody knows?"""
