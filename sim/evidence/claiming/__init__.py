"""Do the claims that were printed hold, by the figures that they rest on?"""
