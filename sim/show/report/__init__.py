"""The report: one file that can be sent and printed (extra ``report``)."""
