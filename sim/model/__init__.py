"""What happens? Records of one replication, from rules and cases; chance is drawn apart."""
